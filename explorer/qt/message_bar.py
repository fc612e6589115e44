"""What went wrong, in a bar that stays until it is closed; what went well, in a toast that goes by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.basics.sentences import sentences
from explorer.qt.basics.theme import MARGIN
from explorer.session.messages import Message, MessageKind

_TOAST_MS = 5000
_FROM_BELOW = 16


class MessageBar(Panel):
    """One sentence and a hint, with a button to close it."""

    def __init__(self, look: Look) -> None:
        super().__init__("messageBar")
        self._kind: MessageKind = "error"
        self._text = label()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = FlatButton(look, "x", "Close this message")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, 4, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def leave(self, kind: MessageKind) -> None:
        """Close a message of this kind."""
        if self._kind == kind:
            self.hide()

    def show_message(self, message: Message) -> None:
        """Print a message in place of the last."""
        self._kind = message.kind
        self.setProperty("kind", message.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        text = sentences(message.text, message.hint)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()


class Toast(Panel):
    """A sentence at the bottom of the canvas that goes away by itself.

    Parameters
    ----------
    over
        The widget on which it floats, a sibling: what comes and goes in there does not cover it.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__("toast", over.parentWidget())
        self._over = over
        self._path: Path | None = None
        self._text = named(QLabel(), "toastText")
        self._text.setWordWrap(True)
        self._button = named(QPushButton("Show in folder"), "toastButton")
        self._button.clicked.connect(self._open_folder)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, path: Path | None = None) -> None:
        """Print a sentence for five seconds; with the folder of ``path`` at hand, if given."""
        self._path = path
        self._text.setText(text)
        self._button.setVisible(path is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def take_back(self, text: str) -> None:
        """Take a sentence away that is not true any more."""
        if self._text.text() == text:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the canvas when it changes its place or size."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self._fit()
        over = self._over.geometry()
        left = max(0, (over.width() - self.width()) // 2)
        self.move(over.left() + left, over.bottom() + 1 - self.height() - _FROM_BELOW)

    def _fit(self) -> None:
        """Take one line where the canvas has room for it, else as many as the sentence needs."""
        line = QFontMetrics(self._text.font()).horizontalAdvance(self._text.text()) + 1
        self._text.setFixedWidth(line)
        over = self.sizeHint().width() - (self._over.width() - 2 * _FROM_BELOW)
        self._text.setFixedWidth(max(1, line - max(0, over)))
        self.adjustSize()

    def _open_folder(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
