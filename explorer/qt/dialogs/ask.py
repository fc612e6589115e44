"""Dialogs and the clipboard: what a command asks of the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.nn.spec import Array
from explorer.qt.dialogs.about import AboutDialog
from explorer.qt.dialogs.address_dialog import AddressDialog
from explorer.qt.dialogs.help import KeysDialog
from explorer.session import bundled
from explorer.session.request import DesignText
from explorer.sources import labels, picture


class QtAsk(QObject):
    """Asks by Qt's own dialogs, over a window; what concerns the window's own parts it is told by signals.

    Attributes
    ----------
    magnified
        Steps by which the large map is to be magnified; 0 for the whole of it.
    colours_asked
        The colours of the maps are to be chosen.
    commands_asked
        The command palette is to be shown.
    menu_asked
        The menu of all commands is to be opened.
    reset_asked
        The panels are to stand where they stood at first.
    design_asked
        A net is to be written as text: the ``DesignText`` to begin with, or None.
    """

    magnified = Signal(int)
    colours_asked = Signal()
    commands_asked = Signal()
    menu_asked = Signal()
    reset_asked = Signal()
    design_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent

    def picture_to_open(self) -> Path | None:
        """Return the image file to open."""
        return self._open("Open image", "Images", picture.SUFFIXES)

    def net_to_open(self) -> Path | None:
        """Return the net's file to open."""
        return self._open("Open net", "Nets", bundled.SUFFIXES)

    def labels_to_open(self) -> Path | None:
        """Return the text file with the names of classes."""
        return self._open("Names of the classes, one a line", "Text files", labels.SUFFIXES)

    def png_to_write(self, suggested: str) -> Path | None:
        """Return where to write a PNG; the dialog asks before a file is replaced."""
        return self._write("Save as PNG", QStandardPaths.StandardLocation.PicturesLocation, suggested, "PNG (*.png)")

    def net_to_write(self, suggested: str) -> Path | None:
        """Return where to write an ONNX file; the dialog asks before a file is replaced."""
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return self._write("Save as ONNX", place, suggested, "ONNX files (*.onnx)")

    def table_to_write(self, suggested: str) -> Path | None:
        """Return where to write a table; the dialog asks before a file is replaced."""
        kinds = "Comma-separated values (*.csv)"
        return self._write("Save as CSV", QStandardPaths.StandardLocation.DocumentsLocation, suggested, kinds)

    def design_to_write(self, suggested: str) -> Path | None:
        """Return where to write the text of a net; the dialog asks before a file is replaced."""
        folder = QStandardPaths.StandardLocation.DocumentsLocation
        return self._write("Save the text of the net", folder, suggested, "Nets as text (*.net)")

    def design(self, design: DesignText | None) -> None:
        """Let a net be written as text."""
        self.design_asked.emit(design)

    def pasted_pixels(self) -> Array | None:
        """Return the clipboard's picture, uint8 (H, W, 4)."""
        image = QGuiApplication.clipboard().image()
        return None if image.isNull() else pixels_of(image)

    def pasted_files(self) -> list[Path]:
        """Return the files that the clipboard names."""
        return local_files(QGuiApplication.clipboard().mimeData())

    def pasted_text(self) -> str:
        """Return the clipboard's text."""
        return QGuiApplication.clipboard().text().strip()

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def go_to(self, address: str, go: Callable[[str], None]) -> None:
        """Let an address be typed."""
        AddressDialog(self._parent, address, go).exec()

    def show_help(self) -> None:
        """Show all commands with their keys."""
        KeysDialog(self._parent).exec()

    def magnify(self, steps: int) -> None:
        """Magnify the large map."""
        self.magnified.emit(steps)

    def show_colours(self) -> None:
        """Let the colours of the maps be chosen from thumbnails."""
        self.colours_asked.emit()

    def show_commands(self) -> None:
        """Let a command be found by its name."""
        self.commands_asked.emit()

    def show_menu(self) -> None:
        """Open the menu of all commands."""
        self.menu_asked.emit()

    def show_about(self) -> None:
        """Show which program this is, in which versions."""
        AboutDialog(self._parent).exec()

    def reset_layout(self) -> None:
        """Put the panels where they stood at first."""
        self.reset_asked.emit()

    def leave(self) -> None:
        """Close the window."""
        self._parent.close()

    def _write(self, title: str, folder: QStandardPaths.StandardLocation, suggested: str, kinds: str) -> Path | None:
        place = QStandardPaths.writableLocation(folder)
        name, _ = QFileDialog.getSaveFileName(self._parent, title, f"{place}/{suggested}", kinds)
        return Path(name) if name else None

    def _open(self, title: str, kind: str, suffixes: Sequence[str]) -> Path | None:
        kinds = f"{kind} ({' '.join(f'*{suffix}' for suffix in suffixes)});;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._parent, title, "", kinds)
        return Path(name) if name else None


def pixels_of(image: QImage) -> Array:
    """Return an image as uint8 RGBA (H, W, 4)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()


def local_files(data: QMimeData | None) -> list[Path]:
    """Return the local files among what is dropped or pasted; an empty clipboard has no data at all."""
    urls: list[QUrl] = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
