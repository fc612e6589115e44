"""What a command is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

from explorer.session.commands.ask import Ask
from explorer.session.session import Session
from explorer.session.state import ViewState
from explorer.session.views.view import View


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes
    ----------
    name
        Stable, ``"open-picture"``.
    title
        Of the menu entry, sentence case, with ``…`` where a dialog follows.
    menu
        Menu that it stands in, or ``"View/Theme"`` for a menu within one.
    run
        Does it.
    hint
        Tooltip.
    keys
        Shortcuts in Qt's portable spelling, ``"Ctrl+O"``; the first is shown in the menu.
    checked
        Whether the entry is ticked; None where it is not a choice.
    possible
        Whether it can be run; greyed out where not.
    apart
        Whether a line stands before it in its menu.
    """

    name: str
    title: str
    menu: str
    run: Callable[[Session, Ask], None]
    hint: str
    _: KW_ONLY
    keys: tuple[str, ...] = ()
    checked: Callable[[ViewState], bool] | None = None
    possible: Callable[[View], bool] = lambda _: True
    apart: bool = False


def has_picture(view: View) -> bool:
    """Return whether a picture is open."""
    return view.input is not None


def has_maps(view: View) -> bool:
    """Return whether maps are shown."""
    return view.maps is not None
