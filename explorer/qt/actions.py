"""The session's commands as Qt's actions and menus."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command
from explorer.session.commands.table import COMMANDS
from explorer.session.keeping.recent import Recent
from explorer.session.session import Session
from explorer.session.views.view import View
from explorer.sources.samples import samples

_MENUS = ("File", "Edit", "View", "Go", "Help")


class Actions:
    """One action a command, in the menus of a window.

    Attributes
    ----------
    by_name
        The actions by the names of their commands.
    samples
        The menu of pictures to begin with.
    recent
        The menu of files that were opened last.
    menus
        All commands, and the samples in the first.
    """

    def __init__(self, window: QMainWindow, session: Session, ask: Ask) -> None:
        self.by_name = {command.name: _action(window, command, session, ask) for command in COMMANDS}
        self.samples = _samples_menu(window, session)
        self.recent = RecentMenu(window, session)
        self._parts = {title: _titled(window, title) for title in _MENUS}
        for command in COMMANDS:
            self._place(window, command)
        self.menus = [self._parts[title] for title in _MENUS]
        for menu in (self.samples, self.recent):
            self.menus[0].insertMenu(self.by_name["save-slice"], menu)
        if sys.platform == "darwin":
            for menu in self.menus:
                window.menuBar().addMenu(menu)

    def _place(self, window: QMainWindow, command: Command) -> None:
        """Put a command at the end of its menu, which is made inside of another where need be."""
        outer, _, inner = command.menu.partition("/")
        if command.menu not in self._parts:
            self._parts[command.menu] = self._parts[outer].addMenu(inner)
            self._parts[command.menu].setToolTipsVisible(True)
        menu = self._parts[command.menu]
        if command.apart:
            menu.addSeparator()
        menu.addAction(self.by_name[command.name])

    def show_view(self, view: View) -> None:
        """Tick and grey out what the state asks for."""
        for command in COMMANDS:
            action = self.by_name[command.name]
            action.setEnabled(command.possible(view))
            if command.checked is not None:
                action.setChecked(command.checked(view.state))
        self.recent.show_files(view.recent)

    def found(self) -> list[tuple[str, QAction]]:
        """Return what the command palette finds: pairs of a menu's title and an action."""
        by_menu = sorted(COMMANDS, key=lambda command: _MENUS.index(command.menu.partition("/")[0]))
        listed = [(command.menu.rpartition("/")[2], self.by_name[command.name]) for command in by_menu]
        files = [("Sample", action) for action in self.samples.actions()]
        files += [("Recent", action) for action in self.recent.actions() if not action.isSeparator()]
        return listed + files


class RecentMenu(QMenu):
    """The last images, then the last nets."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__("Recent", window)
        self._session = session
        self._shown = Recent()
        self.setToolTipsVisible(True)
        self.setEnabled(False)

    def show_files(self, recent: Recent) -> None:
        """List other files."""
        if recent == self._shown:
            return
        self._shown = recent
        self.clear()
        for path in recent.pictures:
            self._append(path, self._session.open_picture)
        if recent.pictures and recent.nets:
            self.addSeparator()
        for path in recent.nets:
            self._append(path, lambda path: self._session.open_net(str(path)))
        self.setEnabled(not self.isEmpty())

    def _append(self, path: Path, open_file: Callable[[Path], None]) -> None:
        action = self.addAction(path.name.replace("&", "&&"))
        action.setToolTip(str(path))
        action.triggered.connect(lambda: open_file(path))


def _titled(window: QMainWindow, title: str) -> QMenu:
    menu = QMenu(title, window)
    menu.setToolTipsVisible(True)
    return menu


def _samples_menu(window: QMainWindow, session: Session) -> QMenu:
    menu = _titled(window, "Samples")
    for sample in samples():
        action = menu.addAction(sample.title)
        action.setToolTip(sample.described)
        action.triggered.connect(lambda _=False, path=sample.path: session.open_picture(path))
    return menu


def _action(window: QMainWindow, command: Command, session: Session, ask: Ask) -> QAction:
    action = QAction(command.title, window, checkable=command.checked is not None)
    action.setShortcuts([QKeySequence(key) for key in command.keys])
    key = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if command.keys else ""
    action.setToolTip(f"{command.hint} ({key})" if key else command.hint)
    action.setStatusTip(command.hint)
    action.triggered.connect(lambda _=False: command.run(session, ask))
    window.addAction(action)
    return action
