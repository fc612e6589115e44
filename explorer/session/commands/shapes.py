"""Commands about the shapes of the net."""

from __future__ import annotations

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command, has_maps
from explorer.session.session import Session
from explorer.session.views.view import View

_MENU = "View/Workings"


def _save(session: Session, ask: Ask) -> None:
    if (path := ask.table_to_write(session.shapes_name)) is not None:
        session.save_shapes(path)


def _is_reshaped(view: View) -> bool:
    return view.reshaped


SHAPE_COMMANDS: tuple[Command, ...] = (
    Command(
        "copy-shapes",
        "Copy the shapes as Markdown",
        _MENU,
        lambda session, ask: ask.copy_text(session.shapes_as_markdown),
        "Copy the table of shapes and parameters for a document",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "save-shapes",
        "Save the shapes as CSV…",
        _MENU,
        _save,
        "Save the table of shapes and parameters for a spreadsheet",
        possible=has_maps,
    ),
    Command(
        "draw-again",
        "Draw the new weights again",
        _MENU,
        lambda session, _: session.draw_weights_again(),
        "Take the next seed for the weights that re-shaping has made new",
        possible=_is_reshaped,
        apart=True,
    ),
    Command(
        "reset-shapes",
        "Shapes as opened",
        _MENU,
        lambda session, _: session.reset_shapes(),
        "Undo all that was changed of the net's windows and filters",
        possible=_is_reshaped,
    ),
)
