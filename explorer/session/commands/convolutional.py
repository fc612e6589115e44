"""Commands that let a classifier slide over the whole picture, and lay maps over it."""

from __future__ import annotations

from explorer.session.commands.command import Command, has_maps

CONVOLUTIONAL_COMMANDS: tuple[Command, ...] = (
    Command(
        "over-picture",
        "Map over the picture",
        "View",
        lambda s, _: s.toggle_over_picture(),
        "Show the selected map large, each value over the middle of what it sees",
        keys=("Shift+Z",),
        checked=lambda state: state.over_picture,
        possible=has_maps,
    ),
    Command(
        "slide",
        "Fully connected layers as convolutions",
        "Edit",
        lambda s, _: s.slide(convolutional=True),
        "Let the net slide over the whole picture and answer with a map of class scores",
        possible=lambda view: view.strip is not None and not view.slides,
        apart=True,
    ),
    Command(
        "slide-no-more",
        "Fully connected layers as opened",
        "Edit",
        lambda s, _: s.slide(convolutional=False),
        "Let the net look at a picture of its own size again",
        possible=lambda view: view.slides,
    ),
)
