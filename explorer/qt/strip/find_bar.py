"""The field that layers are searched with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label
from explorer.session.views.strip import SearchPart

_WIDTH = 216


class FindBar(Panel):
    """A text, how many layers it is found in, and steps through them.

    Attributes
    ----------
    text_changed
        What is looked for.
    stepped
        1 for the next hit, -1 for the one before.
    closed
        The search is over.
    """

    text_changed = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("find")
        self.setFixedWidth(_WIDTH)
        self._field = _Field()
        self._field.textEdited.connect(self.text_changed)
        self._field.stepped.connect(self.stepped)
        self._field.left.connect(self.closed)
        self._count = label(tone="second")
        back = FlatButton(look, "caret-left", "Previous hit (Shift+Enter, Shift+F3)")
        on = FlatButton(look, "caret-right", "Next hit (Enter, F3)")
        close = FlatButton(look, "x", "End the search (Esc)")
        back.clicked.connect(lambda: self.stepped.emit(-1))
        on.clicked.connect(lambda: self.stepped.emit(1))
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._count, 1)
        for button in (back, on, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 4)
        column.setSpacing(2)
        column.addWidget(self._field)
        column.addLayout(row)
        column.addStretch(1)
        self._steps = (back, on)
        self.setFocusProxy(self._field)
        self.hide()

    def show_search(self, part: SearchPart | None) -> None:
        """Show what was found; None hides the field."""
        self.setVisible(part is not None)
        if part is None:
            return
        if part.text != self._field.text():
            self._field.setText(part.text)
        for button in self._steps:
            button.setEnabled(bool(part.hits))
        self._count.setText(counted(part))

    def begin(self) -> None:
        """Let the user type."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()


class _Field(QLineEdit):
    """A line that Enter and Esc mean something to."""

    stepped = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Layer name or operator")
        self.setAccessibleName("Search the layers")
        self.setToolTip("Words of a layer's name or operator, such as conv1 or MaxPool")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the hits, or end the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)


def counted(part: SearchPart) -> str:
    """Return how many layers were found, and which of them is selected."""
    if not part.text.strip():
        return ""
    if not part.hits:
        return "No layer found"
    count = len(part.hits)
    return f"{part.place} of {count}" if part.place else f"{count} layer{'s' * (count != 1)}"
