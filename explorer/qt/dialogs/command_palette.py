"""The command palette: type a few letters of any command, see its keys, run it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.basics.theme import font
from explorer.session.commands.fuzzy import ranked

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_WIDTH, _ROW, _ROWS = 520, 30, 11
_FROM_TOP = 64
_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}

_KEYS = {*_STEPS, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class CommandPalette(Panel):
    """A field above a list of commands, over the upper part of a window; it goes when the focus does.

    Parameters
    ----------
    actions
        Pairs of the menu that an action stands in and the action. The chosen one is triggered once this is closed.
    """

    def __init__(self, parent: QWidget, look: Look, actions: Sequence[tuple[str, QAction]]) -> None:
        super().__init__("palette", parent)
        self._actions = [(f"{menu}: {_plain(action)}", action) for menu, action in actions]
        self._before = parent.focusWidget()
        self._field = named(QLineEdit(), "search")
        self._field.setPlaceholderText("Type a few letters of a command")
        self._field.setAccessibleName("Command")
        self._list = QListWidget()
        self._list.setAccessibleName("Commands")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Row(look, self._list))
        self._list.setUniformItemSizes(True)
        self._none = label("No command has these letters in this order.", tone="second")
        self._none.setContentsMargins(10, 6, 10, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._field)
        column.addWidget(self._list)
        column.addWidget(self._none)
        self._field.textChanged.connect(self._fill)
        self._list.itemClicked.connect(self._choose)
        self._field.installEventFilter(self)
        self._fill("")
        self._place(parent)
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move in the list, choose and leave, before the window's shortcuts do."""
        if isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self._press(Qt.Key(event.key()))
            return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _PASSING:
            self._leave()
        return False

    def _press(self, key: Qt.Key) -> None:
        if key in _STEPS:
            row = self._list.currentRow() + _STEPS[key]
            self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            self._choose()

    def _leave(self) -> None:
        self._field.removeEventFilter(self)
        if self._before is not None and self._field.hasFocus():
            self._before.setFocus()
        self.hide()
        self.deleteLater()

    def _fill(self, text: str) -> None:
        """List the commands that have these letters, those that can be run before those that cannot."""
        self._list.clear()
        found = [self._actions[place] for place in ranked(text, [name for name, _ in self._actions])]
        for name, action in sorted(found, key=lambda pair: not pair[1].isEnabled()):
            item = QListWidgetItem(name, self._list)
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setToolTip(action.toolTip())
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(_ROW * min(self._list.count(), _ROWS) + 2)
        self._none.setVisible(self._list.count() == 0)
        self.adjustSize()

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            action: QAction = item.data(Qt.ItemDataRole.UserRole)
            self._leave()
            action.trigger()

    def _place(self, parent: QWidget) -> None:
        width = min(_WIDTH, parent.width() - 32)
        self.setFixedWidth(width)
        self.move((parent.width() - width) // 2, _FROM_TOP)


class _Row(QStyledItemDelegate):
    """Paints a command's name at the left and its first keys at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        action, theme = index.data(Qt.ItemDataRole.UserRole), self._look.theme
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_bg"))
        inner = rect.adjusted(10, 0, -10, 0)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(13))
        painter.setPen(theme.color("text" if action.isEnabled() else "strong"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | centre), index.data(Qt.ItemDataRole.DisplayRole))
        painter.setFont(font(12))
        painter.setPen(theme.color("third" if action.isEnabled() else "strong"))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | centre), keys)


def _plain(action: QAction) -> str:
    return re.sub("&(.)", r"\1", action.text()).removesuffix("…")
