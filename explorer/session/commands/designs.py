"""Commands that design nets as text."""

from __future__ import annotations

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command
from explorer.session.session import Session
from explorer.session.views.view import View


def _edit(session: Session, ask: Ask) -> None:
    if (design := session.design) is not None:
        ask.design(design)


def _is_designed(view: View) -> bool:
    return view.designed


DESIGN_COMMANDS: tuple[Command, ...] = (
    Command(
        "design-net",
        "Design a net…",
        "File",
        lambda _, ask: ask.design(None),
        "Write a net as text, one layer a line, and see its shapes while you type",
        keys=("Ctrl+D",),
    ),
    Command(
        "edit-design",
        "Edit this net as text…",
        "File",
        _edit,
        "Open the text that the net was built from",
        possible=_is_designed,
    ),
)
