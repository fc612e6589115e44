"""The canvas while what is open cannot be computed: why there are no maps, and what else can be opened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, Wrapped, label, named
from explorer.qt.basics.sentences import sentences
from explorer.session.messages import Message

_ICON = QSize(56, 56)
_WIDTH = 440


class NoMaps(Panel):
    """Says why there are no maps.

    Attributes
    ----------
    net_asked, picture_asked
        Another net, or another picture, is to be chosen.
    """

    net_asked = Signal()
    picture_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("canvas")
        self._look = look
        self._icon = QLabel()
        self._why = Wrapped()
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._why.setMaximumWidth(_WIDTH)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        net_button = named(QPushButton("Open net…"), "primary")
        picture_button = named(QPushButton("Open image…"), "quiet")
        net_button.clicked.connect(self.net_asked)
        picture_button.clicked.connect(self.picture_asked)
        why = QHBoxLayout()
        why.addStretch(1)
        why.addWidget(self._why, 1000)
        why.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(net_button)
        buttons.addWidget(picture_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        title = label("No maps to show", size=20, weight=QFont.Weight.DemiBold)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(why)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(1)
        look.changed.connect(self._tint)
        self._tint()

    def show_failure(self, failure: Message) -> None:
        """Print what went wrong and what can be done about it."""
        self._why.show_text(sentences(failure.text, failure.hint))

    def _tint(self) -> None:
        self._icon.setPixmap(self._look.icon("warning", "strong").pixmap(_ICON))
