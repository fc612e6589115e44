"""Commands about the part of the picture that the net is fed, and how."""

from __future__ import annotations

from explorer.session.commands.command import Command

INPUT_COMMANDS: tuple[Command, ...] = (
    Command(
        "fit",
        "Next fit",
        "View",
        lambda s, _: s.step_fit(),
        "Crop, pad or stretch the picture to the net's input",
        keys=("F",),
        apart=True,
    ),
    Command(
        "reset-crop",
        "Reset the crop",
        "View",
        lambda s, _: s.set_crop(None),
        "Feed again the part of the picture that the fit chooses",
        possible=lambda view: view.input is not None and view.input.cropped,
    ),
    Command(
        "reset-format",
        "Feed as the file says",
        "View",
        lambda s, _: s.reset_format(),
        "Undo what was changed of the net's range, mean, deviation, channels and class names",
        possible=lambda view: view.feed is not None and view.feed.changed,
    ),
)
