"""What is played through, the maps of a layer or the places of a map, and how fast."""

from __future__ import annotations

from explorer.session.asking.choosing_places import ChoosingPlaces
from explorer.session.asking.choosing_slices import ChoosingSlices
from explorer.session.state import SPEEDS, Played


class ChoosingPlay(ChoosingSlices, ChoosingPlaces):
    """Plays one thing at a time."""

    def toggle_play(self, what: Played = "maps") -> None:
        """Play through something, or stop that."""
        shown = self._view.maps is not None
        self._change(playing=what if shown and self._state.playing != what else None)

    def play_on(self) -> None:
        """Select the next of what is played, the first after the last."""
        if self._state.playing == "places":
            self.step_place(1)
        else:
            self.next_slice()

    def set_speed(self, speed: int) -> None:
        """Choose how many are played in a second."""
        self._change(speed=min(max(speed, SPEEDS[0]), SPEEDS[-1]))

    def step_speed(self, count: int) -> None:
        """Play faster or slower."""
        place = min(range(len(SPEEDS)), key=lambda rung: abs(SPEEDS[rung] - self._state.speed))
        self.set_speed(SPEEDS[min(max(place + count, 0), len(SPEEDS) - 1)])
