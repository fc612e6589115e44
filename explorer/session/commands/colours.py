"""Commands that change how the maps are coloured."""

from __future__ import annotations

from explorer.render.colour import COLORMAPS, DIVERGING, TITLES, Colormap
from explorer.session.commands.command import Command, has_maps
from explorer.session.state import Scope

_SCOPES: tuple[tuple[Scope, str, str], ...] = (
    ("slice", "For each map", "A scale of its own for each map: faint ones are seen, but look as strong as others"),
    ("layer", "For the layer", "One scale for all maps of the layer, so that they can be compared"),
    ("block", "For the block", "One scale for a convolution and what belongs to it: see what ReLU takes away"),
    ("net", "For the net", "One scale for all layers: see how values grow and shrink through the net"),
    ("locked", "Locked", "Keep the scale of each layer as it is now, so that other pictures can be compared"),
)


def _scope(name: Scope, title: str, hint: str) -> Command:
    return Command(
        f"scope-{name}",
        title,
        "View/Colour scale",
        lambda session, _: session.set_scope(name),
        hint,
        checked=lambda state: state.scope == name,
    )


def _colormap(name: Colormap) -> Command:
    meaning = "the middle stands for zero" if name in DIVERGING else "from the lowest value to the highest"
    return Command(
        f"colormap-{name}",
        TITLES[name],
        "View/Colour map",
        lambda session, _: session.set_colormap(name),
        f"{TITLES[name]}: {meaning}",
        checked=lambda state: state.colormap == name,
        apart=name in ("signed", "grey"),
    )


COLOUR_COMMANDS: tuple[Command, ...] = (
    Command(
        "colours",
        "Colours…",
        "View",
        lambda _, ask: ask.show_colours(),
        "Choose the colour map from thumbnails, its gamma and the ends of its scale",
        keys=("Shift+C",),
        possible=has_maps,
    ),
    Command("colormap", "Next colour map", "View", lambda s, _: s.step_colormap(), "Try the next colours", keys=("C",)),
    *(_colormap(name) for name in COLORMAPS),
    Command(
        "scope",
        "Next colour scale",
        "View",
        lambda s, _: s.step_scope(),
        "One colour scale for each map, for the layer, its block or the net, or locked",
        keys=("L",),
    ),
    *(_scope(*scope) for scope in _SCOPES),
    Command(
        "gamma-less",
        "Faint values stronger",
        "View",
        lambda s, _: s.step_gamma(-1),
        "A lower gamma: more colour for values near zero",
        keys=("[",),
    ),
    Command(
        "gamma-more",
        "Faint values weaker",
        "View",
        lambda s, _: s.step_gamma(1),
        "A higher gamma: less colour for values near zero",
        keys=("]",),
    ),
    Command(
        "marks",
        "Mark values beyond the scale",
        "View",
        lambda s, _: s.toggle_marked(),
        "Give values beyond the ends of the scale a colour of their own",
        keys=("X",),
        checked=lambda state: state.marked,
    ),
    Command(
        "reset-colours",
        "Reset the colours",
        "View",
        lambda s, _: s.reset_colours(),
        "Colours, gamma and scale as at first",
    ),
)
