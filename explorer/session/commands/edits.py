"""Commands that change the weights of the net."""

from __future__ import annotations

from explorer.nn.stencils import Stencil
from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command
from explorer.session.session import Session
from explorer.session.views.view import View

_MENU, _FILL = "Edit/Filter", "Edit/Fill all kernel slices"


def _has_filter(view: View) -> bool:
    return view.filter is not None and view.filter.edited is not None


def _is_edited(view: View) -> bool:
    return view.edits is not None


def _save_net(session: Session, ask: Ask) -> None:
    if (path := ask.net_to_write(session.net_name)) is not None:
        session.save_net(path)


def _fill(name: Stencil, title: str, hint: str) -> Command:
    return Command(
        f"fill-{name}", title, _FILL, (), lambda session, _: session.fill_kernel(name), hint, possible=_has_filter
    )


EDIT_COMMANDS: tuple[Command, ...] = (
    Command(
        "ablate-filter",
        "Ablate the filter, or restore it",
        _MENU,
        ("A",),
        lambda session, _: session.ablate_filter(),
        "Set all weights of the filter and its bias to 0, to see what the net does without it",
        possible=_has_filter,
    ),
    Command(
        "ablate-slice",
        "Ablate the map, or restore it",
        _MENU,
        ("Shift+A",),
        lambda session, _: session.ablate_slice(),
        "Let all layers behind read 0 in place of the selected map",
        possible=lambda view: view.slice is not None,
    ),
    Command(
        "reset-filter",
        "Reset the filter",
        _MENU,
        (),
        lambda session, _: session.reset_filter(),
        "Restore the filter's weights and bias",
        possible=lambda view: _has_filter(view) and _is_edited(view),
        apart=True,
    ),
    Command(
        "reset-layer",
        "Reset the layer",
        _MENU,
        (),
        lambda session, _: session.reset_layer(),
        "Restore all filters and maps of the layer",
        possible=_is_edited,
    ),
    Command(
        "reset-edits",
        "Reset all edits",
        _MENU,
        (),
        lambda session, _: session.reset_edits(),
        "Restore the net as it was opened",
        possible=_is_edited,
    ),
    Command(
        "compare-unedited",
        "What the edits change",
        _MENU,
        ("U",),
        lambda session, _: session.compare_unedited(),
        "Show each value minus that of the net before it was edited, or the values again",
        possible=lambda view: _is_edited(view) or (view.compare is not None and view.compare.unedited),
        apart=True,
    ),
    _fill("identity", "Identity", "Pass the input's maps on as they are"),
    _fill("blur", "Blur", "Average over each neighbourhood"),
    _fill("sharpen", "Sharpen", "Raise what differs from its neighbours"),
    _fill("sobel-x", "Sobel, to the right", "Positive where the input gets brighter to the right"),
    _fill("sobel-y", "Sobel, downwards", "Positive where the input gets brighter downwards"),
    _fill("laplacian", "Laplacian", "Neighbours minus as many times the middle"),
    _fill("gabor", "Gabor", "A wave under a bell, as found in the first layers of trained nets"),
    _fill("negative", "Negative", "Turn the sign of each weight"),
    _fill("random", "Random", "Normally distributed weights, as an untrained net has them"),
    _fill("zero", "Zero", "Set each weight to 0"),
)

SAVE_NET = Command(
    "save-net",
    "Save net as ONNX…",
    "File",
    (),
    _save_net,
    "Write the net with its edits as an ONNX file",
    possible=lambda view: view.strip is not None,
)
