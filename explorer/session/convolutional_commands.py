"""Commands that let a classifier slide over the whole picture, and lay maps over it."""

from __future__ import annotations

from explorer.session.command import Command, has_maps

CONVOLUTIONAL_COMMANDS: tuple[Command, ...] = (
    Command(
        "over-picture",
        "Map over the picture",
        "View",
        ("Shift+Z",),
        lambda s, _: s.toggle_over_picture(),
        "Show the selected map large, each value over the middle of what it sees",
        checked=lambda state: state.over_picture,
        possible=has_maps,
    ),
)
