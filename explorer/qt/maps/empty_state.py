"""The canvas before a picture is open: what can be done, in a line and two buttons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided, Panel, label, named
from explorer.session.keeping.recent import Recent

_ICON = QSize(56, 56)
_FILES = 3


class EmptyState(Panel):
    """An invitation to drop a picture.

    Attributes
    ----------
    open_asked
        A picture is to be chosen.
    sample_asked
        A bundled picture is to be opened.
    tour_asked
        The guided tour is to begin.
    file_asked
        One of the files that were opened last is to be opened, a ``Path``.
    """

    open_asked = Signal()
    sample_asked = Signal()
    tour_asked = Signal()
    file_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__("canvas")
        self._look = look
        self._paths: tuple[Path, ...] = ()
        self._files: list[QPushButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = QLabel()
        open_button = named(QPushButton("Open image…"), "primary")
        sample_button = named(QPushButton("Use a sample"), "quiet")
        open_button.clicked.connect(self.open_asked)
        sample_button.clicked.connect(self.sample_asked)
        tour_button = named(QPushButton("Take the tour"), "quiet")
        tour_button.setToolTip("Short pages that show on real nets how convolutional nets work (F2)")
        tour_button.clicked.connect(self.tour_asked)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(open_button)
        buttons.addWidget(sample_button)
        buttons.addWidget(tour_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        title = label("Drop an image here", size=20, weight=QFont.Weight.DemiBold)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        line = "PNG, JPEG, WebP, TIFF, GIF or BMP of any size \N{EN DASH} or a net of your own, .onnx or .net"
        column.addWidget(Elided(line, tone="second", fills=False), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addSpacing(8)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(1)
        look.changed.connect(self._tint)
        self._tint()

    def show_recent(self, recent: Recent) -> None:
        """Offer the files that were opened last."""
        paths = (*recent.pictures[:_FILES], *recent.nets[:_FILES])
        if paths == self._paths:
            return
        self._paths = paths
        for button in self._files:
            button.deleteLater()
        self._files = [self._offer(path) for path in paths]

    def _offer(self, path: Path) -> QPushButton:
        button = named(QPushButton(path.name.replace("&", "&&")), "link")
        button.setToolTip(str(path))
        button.clicked.connect(lambda: self.file_asked.emit(path))
        self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def _tint(self) -> None:
        self._icon.setPixmap(self._look.icon("image", "strong").pixmap(_ICON))
