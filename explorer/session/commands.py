"""All that a user can do by name: one table for menus, toolbar, shortcuts and help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

from explorer.session.ask import Ask
from explorer.session.session import Session
from explorer.session.state import ViewState


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes
    ----------
    name
        Stable, ``"open-picture"``.
    title
        Of the menu entry, sentence case, with ``…`` where a dialog follows.
    menu
        Menu that it stands in.
    keys
        Shortcuts in Qt's portable spelling, ``"Ctrl+O"``; the first is shown in the menu.
    run
        Does it.
    checked
        Whether the entry is ticked; None where it is not a choice.
    needs_maps
        Whether it is greyed out while no maps are shown.
    hint
        Tooltip.
    """

    name: str
    title: str
    menu: str
    keys: tuple[str, ...]
    run: Callable[[Session, Ask], None]
    hint: str
    _: KW_ONLY
    checked: Callable[[ViewState], bool] | None = None
    needs_maps: bool = False


def _open_picture(session: Session, ask: Ask) -> None:
    if (path := ask.picture_to_open()) is not None:
        session.open_picture(path)


def _open_net(session: Session, ask: Ask) -> None:
    if (path := ask.net_to_open()) is not None:
        session.open_net(str(path))


def _paste(session: Session, ask: Ask) -> None:
    if (path := ask.pasted_path()) is not None:
        session.open_picture(path)
    else:
        session.paste(ask.pasted_pixels())


def _save_slice(session: Session, ask: Ask) -> None:
    if (path := ask.png_to_write(session.suggested_name("slice"))) is not None:
        session.save_slice_png(path)


def _save_layer(session: Session, ask: Ask) -> None:
    if (path := ask.png_to_write(session.suggested_name("layer"))) is not None:
        session.save_layer_png(path)


def _step(dx: int, dy: int) -> Callable[[Session, Ask], None]:
    return lambda session, _: session.step_slice(dx, dy)


def _layer(count: int) -> Callable[[Session, Ask], None]:
    return lambda session, _: session.step_layer(count)


COMMANDS: tuple[Command, ...] = (
    Command(
        "open-picture", "Open image…", "File", ("Ctrl+O",), _open_picture, "Open a photograph or another image file"
    ),
    Command("open-net", "Open net…", "File", ("Ctrl+Shift+O",), _open_net, "Open a net of your own, an ONNX file"),
    Command("open-sample", "Use a sample", "File", (), lambda s, _: s.open_sample(), "Open a bundled picture"),
    Command("paste", "Paste image", "Edit", ("Ctrl+V",), _paste, "Use the picture on the clipboard"),
    Command(
        "save-slice",
        "Save map as PNG…",
        "File",
        ("Ctrl+S",),
        _save_slice,
        "Save the selected depth slice",
        needs_maps=True,
    ),
    Command(
        "save-layer",
        "Save layer as PNG…",
        "File",
        ("Ctrl+Shift+S",),
        _save_layer,
        "Save all depth slices of the layer",
        needs_maps=True,
    ),
    Command("leave", "Quit", "File", ("Ctrl+Q",), lambda _, ask: ask.leave(), "Close the window"),
    Command(
        "slice-left", "Map to the left", "Go", ("Left",), _step(-1, 0), "Select the map to the left", needs_maps=True
    ),
    Command(
        "slice-right", "Map to the right", "Go", ("Right",), _step(1, 0), "Select the map to the right", needs_maps=True
    ),
    Command("slice-up", "Map above", "Go", ("Up",), _step(0, -1), "Select the map above", needs_maps=True),
    Command("slice-down", "Map below", "Go", ("Down",), _step(0, 1), "Select the map below", needs_maps=True),
    Command(
        "slices-left",
        "Eight maps to the left",
        "Go",
        ("Shift+Left",),
        _step(-8, 0),
        "Step eight maps back",
        needs_maps=True,
    ),
    Command(
        "slices-right",
        "Eight maps to the right",
        "Go",
        ("Shift+Right",),
        _step(8, 0),
        "Step eight maps on",
        needs_maps=True,
    ),
    Command("slices-up", "Four rows up", "Go", ("Shift+Up",), _step(0, -4), "Step four rows up", needs_maps=True),
    Command(
        "slices-down", "Four rows down", "Go", ("Shift+Down",), _step(0, 4), "Step four rows down", needs_maps=True
    ),
    Command(
        "layer-back", "Previous layer", "Go", ("Ctrl+Up", "Ctrl+Left"), _layer(-1), "Select the layer before this one"
    ),
    Command("layer-on", "Next layer", "Go", ("Ctrl+Down", "Ctrl+Right"), _layer(1), "Select the layer after this one"),
    Command(
        "back", "Step back", "Go", ("Esc",), lambda s, _: s.step_back(), "Leave the large map, then the pinned cell"
    ),
    Command("colormap", "Next colours", "View", ("C",), lambda s, _: s.step_colormap(), "Signed, grey or viridis"),
    Command(
        "scope",
        "One scale for the layer",
        "View",
        ("L",),
        lambda s, _: s.step_scope(),
        "One colour scale for the whole layer, or one for each map",
        checked=lambda state: state.scope == "layer",
    ),
    Command(
        "zoom",
        "Large map",
        "View",
        ("Z",),
        lambda s, _: s.toggle_zoom(),
        "Show the selected map large",
        checked=lambda state: state.zoomed,
        needs_maps=True,
    ),
    Command(
        "theme", "Light or dark", "View", ("Ctrl+T",), lambda s, _: s.step_theme(), "Dark in place of light, or back"
    ),
    Command(
        "fit",
        "Next fit",
        "View",
        ("F",),
        lambda s, _: s.step_fit(),
        "Crop, pad or stretch the picture to the net's input",
    ),
    Command("help", "Keys", "Help", ("?", "F1"), lambda _, ask: ask.show_help(), "Show all commands with their keys"),
)
