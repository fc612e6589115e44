"""The default command: opens the window."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from explorer.cli.arguments import NET_HELP
from explorer.cli.choice import choose
from explorer.errors import UsageError
from explorer.session.bundled import find_net, is_there
from explorer.session.launch import Launch
from explorer.session.state import THEMES

_SMALLEST = (640, 400)
_LARGEST = 16384


Show: TypeAlias = Callable[[Launch], int]
"""Opens the window and returns the exit code once it is closed."""


def window(
    context: typer.Context,
    image: Annotated[Path | None, typer.Argument(metavar="IMAGE", help="Picture to open.", show_default=False)] = None,
    *,
    net: Annotated[str, typer.Option(metavar="NET", help=NET_HELP, show_default=False)] = "",
    layer: Annotated[str, typer.Option(metavar="NAME", help="Layer to select.", show_default=False)] = "",
    slice_: Annotated[int, typer.Option("--slice", metavar="K", min=0, help="Depth slice to select.")] = 0,
    screenshot: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Save the window as PNG once its activations are shown, and leave.", show_default=False
        ),
    ] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the window.", show_default=False)] = "",
    theme: Annotated[
        str, typer.Option(metavar="|".join(THEMES), help="Colours of the window.", show_default=False)
    ] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with an empty window, not with the last one.")] = False,
    trace: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save the times of all frames, for a trace viewer.", show_default=False),
    ] = None,
) -> None:
    """Open the window; this is what runs without a command."""
    chosen_size = _parse_size(size) if size else None
    chosen_theme = choose(theme, THEMES, "theme") if theme else None
    launch = Launch(
        image=image,
        net=net,
        layer=layer,
        slice=slice_,
        screenshot=screenshot,
        size=chosen_size,
        theme=chosen_theme,
        fresh=fresh,
        trace=trace,
    )
    if net:
        find_net(net)
    if image is not None and not is_there(image):
        raise UsageError(f"there is no file {str(image)!r}", "check the name")
    if screenshot is not None and image is None:
        raise UsageError("a screenshot needs an image to show", f"convnet-explorer IMAGE --screenshot {screenshot}")
    _require_screen()
    raise typer.Exit(context.obj(launch))


def _parse_size(text: str) -> tuple[int, int]:
    """Return width and height of ``"1280x800"``.

    Raises
    ------
    UsageError
        It is not of that form, or no window can be that small or large.
    """
    match = re.fullmatch(r"(\d{1,6})[xX\u00d7](\d{1,6})", text.strip())
    if match is None:
        raise UsageError(f"{text!r} is not a size", "write it as 1280x800")
    width, height = int(match[1]), int(match[2])
    if width < _SMALLEST[0] or height < _SMALLEST[1] or max(width, height) > _LARGEST:
        raise UsageError(
            f"a window of {text} is out of range", f"from {_SMALLEST[0]}x{_SMALLEST[1]} to {_LARGEST}x{_LARGEST}"
        )
    return width, height


def _require_screen() -> None:
    """Check that a window can be shown at all.

    Raises
    ------
    UsageError
        On Linux, neither X11 nor Wayland is announced and no other Qt platform is asked for.
    """
    announced = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not announced:
        raise UsageError(
            "there is no screen to open a window on",
            "'convnet-explorer export NET IMAGE --out DIR' saves activation maps as PNG without one",
        )
