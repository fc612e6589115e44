"""Commands that hand out the shapes of the net."""

from __future__ import annotations

from explorer.session.ask import Ask
from explorer.session.command import Command, has_maps
from explorer.session.session import Session

_MENU = "View/Workings"


def _save(session: Session, ask: Ask) -> None:
    if (path := ask.table_to_write(session.shapes_name)) is not None:
        session.save_shapes(path)


SHAPE_COMMANDS: tuple[Command, ...] = (
    Command(
        "copy-shapes",
        "Copy the shapes as Markdown",
        _MENU,
        (),
        lambda session, ask: ask.copy_text(session.shapes_as_markdown),
        "Copy the table of shapes and parameters for a document",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "save-shapes",
        "Save the shapes as CSV…",
        _MENU,
        (),
        _save,
        "Save the table of shapes and parameters for a spreadsheet",
        possible=has_maps,
    ),
)
