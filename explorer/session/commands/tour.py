"""Commands of the guided tour."""

from __future__ import annotations

from explorer.session.commands.command import Command
from explorer.session.views.view import View


def _is_on(view: View) -> bool:
    return view.tour is not None


TOUR_COMMANDS: tuple[Command, ...] = (
    Command(
        "tour",
        "Guided tour",
        "Help",
        lambda session, _: session.toggle_tour(),
        "Short pages that show on real nets how convolutional nets work; leaving brings back what is open now",
        keys=("F2",),
    ),
    Command(
        "tour-on",
        "Next page of the tour",
        "Help",
        lambda session, _: session.turn_tour(1),
        "Go on with the tour",
        keys=("Alt+Right",),
        possible=_is_on,
    ),
    Command(
        "tour-back",
        "Previous page of the tour",
        "Help",
        lambda session, _: session.turn_tour(-1),
        "Go back in the tour",
        keys=("Alt+Left",),
        possible=_is_on,
    ),
    Command(
        "tour-again",
        "Show the page again",
        "Help",
        lambda session, _: session.show_page_again(),
        "Show again what the page of the tour is about",
        possible=_is_on,
    ),
)
