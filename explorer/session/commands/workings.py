"""Commands that open the workings below the maps at one of their tabs."""

from __future__ import annotations

from explorer.session.commands.command import Command, has_maps
from explorer.session.state import TABS, Tab

TAB_TITLES: dict[Tab, str] = {
    "arithmetic": "Arithmetic",
    "channels": "Channels",
    "column": "Depth column",
    "histogram": "Histogram",
    "shapes": "Shapes",
}

_HINTS: dict[Tab, str] = {
    "arithmetic": "How the value that is looked at is computed, number by number",
    "channels": "What each input channel alone adds to the selected map",
    "column": "The values of all maps at the place that is looked at",
    "histogram": "How often which values occur in the selected map and in its layer, or which weights",
    "shapes": "Shapes and parameters of all layers, with the formulas worked out",
}


def _tab(name: Tab) -> Command:
    return Command(
        f"tab-{name}",
        TAB_TITLES[name],
        "View/Workings",
        lambda session, _: session.show_tab(name),
        _HINTS[name],
        checked=lambda state: state.tab == name and "workings" not in state.hidden,
        possible=has_maps,
    )


WORKINGS_COMMANDS: tuple[Command, ...] = (
    *map(_tab, TABS),
    Command(
        "terms",
        "Order of the terms",
        "View/Workings",
        lambda session, _: session.step_terms(),
        "Put the terms of a sum by what they contribute, or as the input has them",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "unfold",
        "All terms",
        "View/Workings",
        lambda session, _: session.toggle_unfolded(),
        "Show all terms of a sum, rather than the largest ones",
        checked=lambda state: state.unfolded,
        possible=has_maps,
    ),
    Command(
        "count-weights",
        "Histogram of the weights",
        "View/Workings",
        lambda session, _: session.step_counted(),
        "Count the weights of the filters rather than the values of the maps",
        checked=lambda state: state.counted == "weights",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "log-counts",
        "Logarithmic histogram",
        "View/Workings",
        lambda session, _: session.toggle_logarithmic(),
        "Let each step up in the histogram be ten times as many, so that rare values are seen beside frequent ones",
        checked=lambda state: state.logarithmic,
        possible=has_maps,
    ),
)
