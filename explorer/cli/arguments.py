"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

NET_HELP = "Bundled net, preset:NAME, or path of an .onnx or .net file."

Net: TypeAlias = Annotated[str, typer.Argument(metavar="NET", help=NET_HELP)]
"""What names a net."""

Input: TypeAlias = Annotated[
    Path, typer.Argument(metavar="INPUT", help="An image, a .npy, or an .npz of named inputs fed as they are.")
]
"""What a net is fed."""

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
"""Whether a program is to read what is printed."""
