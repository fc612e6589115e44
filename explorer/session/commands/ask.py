"""What a command may ask of the window: a dialog, or the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from explorer.nn.spec import Array
from explorer.session.request import DesignText


class Ask(Protocol):
    """Questions to the user; None means that the user thought better of it."""

    def picture_to_open(self) -> Path | None:
        """Return the image file to open."""

    def net_to_open(self) -> Path | None:
        """Return the net's file to open."""

    def labels_to_open(self) -> Path | None:
        """Return the text file with the names of classes."""

    def net_to_write(self, suggested: str) -> Path | None:
        """Return where to write an ONNX file, as ``png_to_write`` does."""

    def png_to_write(self, suggested: str) -> Path | None:
        """Return where to write a PNG; ``suggested`` is a file name. Overwriting has been agreed to."""

    def table_to_write(self, suggested: str) -> Path | None:
        """Return where to write a table as comma-separated values, as ``png_to_write`` does."""

    def design(self, design: DesignText | None) -> None:
        """Let a net be written as text, ``design`` to begin with; None for what was written last."""

    def design_to_write(self, suggested: str) -> Path | None:
        """Return where to write the text of a net, as ``png_to_write`` does."""

    def pasted_pixels(self) -> Array | None:
        """Return the clipboard's picture, uint8 (H, W, 3 or 4); None where it holds none."""

    def pasted_files(self) -> list[Path]:
        """Return the files that the clipboard names."""

    def pasted_text(self) -> str:
        """Return the clipboard's text; empty where it holds none."""

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""

    def go_to(self, address: str, go: Callable[[str], None]) -> None:
        """Let an address be typed, ``address`` to begin with, until ``go`` raises no ExplorerError for it."""

    def show_help(self) -> None:
        """Show all commands with their keys."""

    def magnify(self, steps: int) -> None:
        """Show the large map with more pixels a value, or fewer; 0 for the whole of it."""

    def show_colours(self) -> None:
        """Let the colours of the maps be chosen from thumbnails."""

    def show_commands(self) -> None:
        """Let a command be found by its name."""

    def show_menu(self) -> None:
        """Open the menu of all commands."""

    def show_about(self) -> None:
        """Show which program this is, in which versions."""

    def reset_layout(self) -> None:
        """Put the panels where they stand at first."""

    def leave(self) -> None:
        """Close the window."""
