"""The argument that names a net."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

NET_HELP = "Bundled net, preset:NAME, or path of an .onnx or .net file."

Net: TypeAlias = Annotated[str, typer.Argument(metavar="NET", help=NET_HELP)]
