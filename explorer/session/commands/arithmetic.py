"""Commands about the arithmetic of the value that is looked at."""

from __future__ import annotations

from explorer.session.arithmetic.text import text_of
from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command, has_maps
from explorer.session.session import Session
from explorer.session.views.view import View
from explorer.session.views.worked import Worked
from explorer.session.workings.arithmetic import ArithmeticPart


def _shown(view: View) -> Worked | None:
    """Return the arithmetic as it is shown: in the workings, else in short."""
    shown = view.workings.worked if isinstance(view.workings, ArithmeticPart) else view.arithmetic
    return shown if isinstance(shown, Worked) else None


def _copy(session: Session, ask: Ask) -> None:
    if (worked := _shown(session.view)) is not None:
        ask.copy_text(text_of(worked))


ARITHMETIC_COMMANDS: tuple[Command, ...] = (
    Command(
        "unrounded",
        "All digits",
        "View/Workings",
        lambda session, _: session.toggle_unrounded(),
        "Show the numbers of the arithmetic unrounded, rather than in three digits",
        checked=lambda state: state.unrounded,
        possible=has_maps,
    ),
    Command(
        "play-places",
        "Play over the map",
        "View/Workings",
        lambda session, _: session.toggle_play("places"),
        "Move the window over the map, one unit after the other, or stop",
        keys=("Shift+Space",),
        checked=lambda state: state.playing == "places",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "place-on",
        "Next place",
        "View/Workings",
        lambda session, _: session.step_place(1),
        "Pin the next unit of the map, row by row",
        keys=("Ctrl+.",),
        possible=has_maps,
    ),
    Command(
        "place-back",
        "Previous place",
        "View/Workings",
        lambda session, _: session.step_place(-1),
        "Pin the unit of the map before this one",
        keys=("Ctrl+,",),
        possible=has_maps,
    ),
    Command(
        "copy-arithmetic",
        "Copy the arithmetic",
        "View/Workings",
        _copy,
        "Copy the arithmetic of the value that is looked at as text, in all digits",
        keys=("Ctrl+Shift+C",),
        possible=lambda view: _shown(view) is not None,
    ),
)
