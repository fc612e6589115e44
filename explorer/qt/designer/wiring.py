"""Opens the designer when a command asks for it."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from explorer.qt.basics.look import Look
from explorer.qt.designer.window import DesignerWindow
from explorer.qt.dialogs.ask import QtAsk
from explorer.session.request import DesignText
from explorer.session.session import Session


def let_design(window: QMainWindow, look: Look, session: Session, ask: QtAsk) -> None:
    """Make the designer of a window when it is first asked for; there is one."""
    made: list[DesignerWindow] = []

    def design(text: DesignText | None) -> None:
        if not made:
            made.append(DesignerWindow(window, look, session, ask))
        made[0].show_design(text)

    ask.design_asked.connect(design)
