"""Commands that keep depth columns, and let go of them."""

from __future__ import annotations

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command, has_maps
from explorer.session.session import Session


def _keep(session: Session, _: Ask) -> None:
    session.keep_column()
    session.show_tab("column")


COLUMN_COMMANDS: tuple[Command, ...] = (
    Command(
        "keep-column",
        "Keep the depth column",
        "View/Workings",
        _keep,
        "Keep the values of all maps at this place, to compare them with those of other places and pictures",
        keys=("Shift+P",),
        possible=has_maps,
        apart=True,
    ),
    Command(
        "drop-columns",
        "Drop the kept columns",
        "View/Workings",
        lambda session, _: session.drop_columns(),
        "Let go of all depth columns that are kept",
        possible=lambda view: bool(view.state.kept_columns),
    ),
)
