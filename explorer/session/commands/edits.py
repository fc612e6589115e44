"""Commands that change the weights of the net."""

from __future__ import annotations

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command
from explorer.session.filters.fills import FILLS, Fill, fills_for
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


def _fills(view: View) -> tuple[Fill, ...]:
    """Return what the filter that is shown can be filled with."""
    return fills_for(view.filter.kernels.shape[1:]) if view.filter is not None and _has_filter(view) else ()


def _command(fill: Fill) -> Command:
    return Command(
        f"fill-{fill.name}",
        fill.title,
        _FILL,
        lambda session, _: session.fill_kernel(fill),
        fill.hint,
        possible=lambda view: fill in _fills(view),
    )


EDIT_COMMANDS: tuple[Command, ...] = (
    Command(
        "ablate-filter",
        "Ablate the filter, or restore it",
        _MENU,
        lambda session, _: session.ablate_filter(),
        "Set all weights of the filter and its bias to 0, to see what the net does without it",
        keys=("A",),
        possible=_has_filter,
    ),
    Command(
        "ablate-slice",
        "Ablate the map, or restore it",
        _MENU,
        lambda session, _: session.ablate_slice(),
        "Let all layers behind read 0 in place of the selected map",
        keys=("Shift+A",),
        possible=lambda view: view.slice is not None,
    ),
    Command(
        "reset-filter",
        "Reset the filter",
        _MENU,
        lambda session, _: session.reset_filter(),
        "Restore the filter's weights and bias",
        possible=lambda view: _has_filter(view) and _is_edited(view),
        apart=True,
    ),
    Command(
        "reset-layer",
        "Reset the layer",
        _MENU,
        lambda session, _: session.reset_layer(),
        "Restore all filters and maps of the layer",
        possible=_is_edited,
    ),
    Command(
        "reset-edits",
        "Reset all edits",
        _MENU,
        lambda session, _: session.reset_edits(),
        "Restore the net as it was opened",
        possible=_is_edited,
    ),
    Command(
        "compare-unedited",
        "What the edits change",
        _MENU,
        lambda session, _: session.compare_unedited(),
        "Show each value minus that of the net before it was edited, or the values again",
        keys=("U",),
        possible=lambda view: _is_edited(view) or (view.compare is not None and view.compare.unedited),
        apart=True,
    ),
    *map(_command, FILLS),
)

SAVE_NET = Command(
    "save-net",
    "Save net as ONNX…",
    "File",
    _save_net,
    "Write the net with its edits as an ONNX file",
    possible=lambda view: view.strip is not None,
)
