"""Commands that compare what is open with what is pinned."""

from __future__ import annotations

from explorer.session.commands.command import Command, has_maps
from explorer.session.state import Side
from explorer.session.views.view import View

_MENU = "View/Compare"


def _compares(view: View) -> bool:
    return view.compare is not None


def _side(name: Side, title: str, hint: str) -> Command:
    return Command(
        f"side-{name}",
        title,
        _MENU,
        lambda session, _: session.show_side(name),
        hint,
        checked=lambda state: state.side == name,
        possible=lambda view: view.compare is not None and name in view.compare.possible,
    )


COMPARE_COMMANDS: tuple[Command, ...] = (
    Command(
        "pin",
        "Pin for comparison",
        _MENU,
        lambda session, _: session.pin_pass(),
        "Keep what the net makes of this image as B, to see how another image or net differs",
        keys=("P",),
        possible=has_maps,
    ),
    Command(
        "unpin",
        "Unpin",
        _MENU,
        lambda session, _: session.unpin_pass(),
        "Compare no longer",
        possible=_compares,
    ),
    Command(
        "side",
        "Next of A, B and A \N{MINUS SIGN} B",
        _MENU,
        lambda session, _: session.step_side(),
        "Show in turn what is open, what is pinned, and the difference",
        keys=("D",),
        possible=_compares,
        apart=True,
    ),
    _side("a", "A, what is open", "Show the maps of what is open"),
    _side("b", "B, what is pinned", "Show the maps of what is pinned"),
    _side("difference", "A \N{MINUS SIGN} B, the difference", "Show each value of A minus that of B"),
)
