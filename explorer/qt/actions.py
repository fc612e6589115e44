"""The session's commands as Qt's actions and menus."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.session.ask import Ask
from explorer.session.commands import COMMANDS, Command
from explorer.session.session import Session
from explorer.session.view import View

_MENUS = ("File", "Edit", "View", "Go", "Help")


class Actions:
    """One action a command, in the menus of a window.

    Attributes
    ----------
    by_name
        The actions by the names of their commands.
    """

    def __init__(self, window: QMainWindow, session: Session, ask: Ask) -> None:
        self.by_name = {command.name: _action(window, command, session, ask) for command in COMMANDS}
        for title in _MENUS:
            menu = QMenu(title, window)
            menu.setToolTipsVisible(True)
            menu.addActions([self.by_name[command.name] for command in COMMANDS if command.menu == title])
            window.menuBar().addMenu(menu)

    def show_view(self, view: View) -> None:
        """Tick and grey out what the state asks for."""
        for command in COMMANDS:
            action = self.by_name[command.name]
            action.setEnabled(view.maps is not None or not command.needs_maps)
            if command.checked is not None:
                action.setChecked(command.checked(view.state))


def _action(window: QMainWindow, command: Command, session: Session, ask: Ask) -> QAction:
    action = QAction(command.title, window, checkable=command.checked is not None)
    action.setShortcuts([QKeySequence(key) for key in command.keys])
    key = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if command.keys else ""
    action.setToolTip(f"{command.hint} ({key})" if key else command.hint)
    action.setStatusTip(command.hint)
    action.triggered.connect(lambda _=False: command.run(session, ask))
    window.addAction(action)
    return action
