"""How the maps are coloured, as the user chooses it."""

from __future__ import annotations

from explorer.render.colour import COLORMAPS, Colormap
from explorer.session.asking.choosing import Choosing
from explorer.session.parts.colours import holding
from explorer.session.state import GAMMAS, SCOPES, Scope, following


class ChoosingColours(Choosing):
    """Replaces what the colour scale spans, its ends and its colours."""

    def set_scope(self, scope: Scope) -> None:
        """Choose what one colour scale spans; ``"locked"`` keeps the scales that layers have now."""
        if scope == "locked" and self._state.scope != "locked":
            self._change(limits=())
            if self._view.maps is not None:
                levels = self._view.maps.legend.levels
                self.set_limits(levels.low, levels.high)
        self._change(scope=scope)

    def step_scope(self) -> None:
        """Choose the next scope."""
        self.set_scope(following(SCOPES, self._state.scope))

    def set_limits(self, low: float, high: float) -> None:
        """Lock the scale of the layer at these ends; nothing where they are none."""
        if low < high:
            kept = holding(self._state, low, high)
            self._change(scope=kept.scope, limits=kept.limits)

    def set_colormap(self, colormap: Colormap) -> None:
        """Choose the palette of the activations."""
        self._change(colormap=colormap)

    def step_colormap(self) -> None:
        """Choose the next palette."""
        self.set_colormap(following(COLORMAPS, self._state.colormap))

    def set_gamma(self, gamma: float) -> None:
        """Choose how faint values are coloured: stronger below 1, weaker above; the nearest of ``GAMMAS``."""
        self._change(gamma=min(GAMMAS, key=lambda known: abs(known - gamma)))

    def step_gamma(self, count: int) -> None:
        """Choose a gamma so many steps on; it stops at the ends."""
        place = GAMMAS.index(self._state.gamma) + count if self._state.gamma in GAMMAS else 0
        self._change(gamma=GAMMAS[min(max(place, 0), len(GAMMAS) - 1)])

    def toggle_marked(self) -> None:
        """Give values beyond the scale a colour of their own, or that of its ends again."""
        self._change(marked=not self._state.marked)

    def reset_colours(self) -> None:
        """Colour the maps as at first."""
        self._change(scope="layer", colormap="signed", gamma=1.0, marked=False, limits=())
