"""All that a user can do by name: one table for menus, toolbar, shortcuts and help."""

from __future__ import annotations

from collections.abc import Callable

from explorer.session.commands.arithmetic import ARITHMETIC_COMMANDS
from explorer.session.commands.ask import Ask
from explorer.session.commands.colours import COLOUR_COMMANDS
from explorer.session.commands.columns import COLUMN_COMMANDS
from explorer.session.commands.command import Command, has_maps, has_picture
from explorer.session.commands.comparing import COMPARE_COMMANDS
from explorer.session.commands.convolutional import CONVOLUTIONAL_COMMANDS
from explorer.session.commands.designs import DESIGN_COMMANDS
from explorer.session.commands.edits import EDIT_COMMANDS, SAVE_NET
from explorer.session.commands.input import INPUT_COMMANDS
from explorer.session.commands.layout import LAYOUT_COMMANDS
from explorer.session.commands.shapes import SHAPE_COMMANDS
from explorer.session.commands.slices import SLICE_COMMANDS
from explorer.session.commands.tour import TOUR_COMMANDS
from explorer.session.commands.workings import WORKINGS_COMMANDS
from explorer.session.session import Session
from explorer.session.views.view import View


def _open_picture(session: Session, ask: Ask) -> None:
    if (path := ask.picture_to_open()) is not None:
        session.open_picture(path)


def _open_net(session: Session, ask: Ask) -> None:
    if (path := ask.net_to_open()) is not None:
        session.open_net(str(path))


def _open_labels(session: Session, ask: Ask) -> None:
    if (path := ask.labels_to_open()) is not None:
        session.open_labels(path)


def _paste(session: Session, ask: Ask) -> None:
    if paths := ask.pasted_files():
        session.open_files(paths)
    elif (pixels := ask.pasted_pixels()) is None and (text := ask.pasted_text()):
        session.follow(text)
    else:
        session.paste(pixels)


def _save_slice(session: Session, ask: Ask) -> None:
    if (path := ask.png_to_write(session.suggested_name("slice"))) is not None:
        session.save_slice_png(path)


def _save_layer(session: Session, ask: Ask) -> None:
    if (path := ask.png_to_write(session.suggested_name("layer"))) is not None:
        session.save_layer_png(path)


def _find_layer(session: Session, _: Ask) -> None:
    if "layers" in session.state.hidden:
        session.toggle_panel("layers")
    session.search(session.state.search or "")


def _has_search(view: View) -> bool:
    return view.strip is not None and view.strip.search is not None


def _step(dx: int, dy: int) -> Callable[[Session, Ask], None]:
    return lambda session, _: session.step_slice(dx, dy)


def _layer(count: int) -> Callable[[Session, Ask], None]:
    return lambda session, _: session.step_layer(count)


COMMANDS: tuple[Command, ...] = (
    Command(
        "open-picture",
        "Open image…",
        "File",
        _open_picture,
        "Open a photograph or another image file",
        keys=("Ctrl+O",),
    ),
    Command(
        "open-net", "Open net…", "File", _open_net, "Open a net of your own, .onnx or .net", keys=("Ctrl+Shift+O",)
    ),
    Command(
        "open-labels",
        "Names of classes…",
        "File",
        _open_labels,
        "Take the names of the net's classes from a text file, one a line",
        possible=has_maps,
    ),
    *DESIGN_COMMANDS,
    Command("open-sample", "Use a sample", "File", lambda s, _: s.open_sample(), "Open a bundled picture"),
    Command(
        "undo",
        "Undo",
        "Edit",
        lambda s, _: s.undo(),
        "Take back the last change of the view or the net",
        keys=("Ctrl+Z",),
        possible=lambda view: view.undoable,
    ),
    Command(
        "redo",
        "Redo",
        "Edit",
        lambda s, _: s.redo(),
        "Make again what was taken back",
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        possible=lambda view: view.redoable,
    ),
    Command(
        "copy-address",
        "Copy address",
        "Edit",
        lambda session, ask: ask.copy_text(session.address),
        "Copy the address of what is looked at, such as conv2:17@5,8",
        keys=("Ctrl+C",),
        possible=has_maps,
        apart=True,
    ),
    Command(
        "paste",
        "Paste image or address",
        "Edit",
        _paste,
        "Use the picture on the clipboard, or go to the address on it",
        keys=("Ctrl+V",),
    ),
    Command(
        "save-slice",
        "Save map as PNG…",
        "File",
        _save_slice,
        "Save the selected depth slice",
        keys=("Ctrl+S",),
        possible=has_maps,
        apart=True,
    ),
    Command(
        "save-layer",
        "Save layer as PNG…",
        "File",
        _save_layer,
        "Save all depth slices of the layer",
        keys=("Ctrl+Shift+S",),
        possible=has_maps,
    ),
    SAVE_NET,
    Command("leave", "Quit", "File", lambda _, ask: ask.leave(), "Close the window", keys=("Ctrl+Q",), apart=True),
    Command(
        "slice-left",
        "Map to the left",
        "Go",
        _step(-1, 0),
        "Select the map to the left",
        keys=("Left",),
        possible=has_maps,
    ),
    Command(
        "slice-right",
        "Map to the right",
        "Go",
        _step(1, 0),
        "Select the map to the right",
        keys=("Right",),
        possible=has_maps,
    ),
    Command("slice-up", "Map above", "Go", _step(0, -1), "Select the map above", keys=("Up",), possible=has_maps),
    Command("slice-down", "Map below", "Go", _step(0, 1), "Select the map below", keys=("Down",), possible=has_maps),
    Command(
        "slices-left",
        "Eight maps to the left",
        "Go",
        _step(-8, 0),
        "Step eight maps back",
        keys=("Shift+Left",),
        possible=has_maps,
    ),
    Command(
        "slices-right",
        "Eight maps to the right",
        "Go",
        _step(8, 0),
        "Step eight maps on",
        keys=("Shift+Right",),
        possible=has_maps,
    ),
    Command(
        "slices-up", "Four rows up", "Go", _step(0, -4), "Step four rows up", keys=("Shift+Up",), possible=has_maps
    ),
    Command(
        "slices-down",
        "Four rows down",
        "Go",
        _step(0, 4),
        "Step four rows down",
        keys=("Shift+Down",),
        possible=has_maps,
    ),
    Command(
        "layer-back",
        "Previous layer",
        "Go",
        _layer(-1),
        "Select the layer before this one",
        keys=("Ctrl+Up", "Ctrl+Left"),
    ),
    Command(
        "layer-on", "Next layer", "Go", _layer(1), "Select the layer after this one", keys=("Ctrl+Down", "Ctrl+Right")
    ),
    Command(
        "picture-on",
        "Next image",
        "Go",
        lambda s, _: s.step_picture(1),
        "Open the next image of the same folder",
        keys=("PgDown",),
        possible=has_picture,
        apart=True,
    ),
    Command(
        "picture-back",
        "Previous image",
        "Go",
        lambda s, _: s.step_picture(-1),
        "Open the image before this one in the same folder",
        keys=("PgUp",),
        possible=has_picture,
    ),
    Command(
        "find-layer",
        "Find layer",
        "Go",
        _find_layer,
        "Search the layers by name and operator",
        keys=("Ctrl+F",),
        possible=lambda view: view.strip is not None,
        apart=True,
    ),
    Command(
        "hit-on",
        "Next hit",
        "Go",
        lambda s, _: s.step_hit(1),
        "Select the next layer found",
        keys=("F3",),
        possible=_has_search,
    ),
    Command(
        "hit-back",
        "Previous hit",
        "Go",
        lambda s, _: s.step_hit(-1),
        "Select the layer found before this one",
        keys=("Shift+F3",),
        possible=_has_search,
    ),
    Command(
        "go-to",
        "Go to address…",
        "Go",
        lambda session, ask: ask.go_to(session.address, session.go_to),
        "Go to a layer, a map or a value by its address, such as conv2:17@5,8",
        keys=("Ctrl+G",),
        possible=has_maps,
    ),
    Command(
        "back",
        "Step back",
        "Go",
        lambda s, _: s.step_back(),
        "Leave the large map, then the pinned place",
        keys=("Esc",),
    ),
    *SLICE_COMMANDS,
    *COLOUR_COMMANDS,
    Command(
        "fold-blocks",
        "Fold blocks",
        "View",
        lambda s, _: s.fold_all(),
        "One tile for each convolution with its normalisation, activation and pooling",
        keys=("B",),
        checked=lambda state: state.folds.all,
        possible=lambda view: view.strip is not None,
        apart=True,
    ),
    Command(
        "zoom",
        "Large map",
        "View",
        lambda s, _: s.toggle_zoom(),
        "Show the selected map large",
        keys=("Z",),
        checked=lambda state: state.zoomed,
        possible=has_maps,
    ),
    Command(
        "theme",
        "Light or dark",
        "View",
        lambda s, _: s.step_theme(),
        "Dark in place of light, or back",
        keys=("Ctrl+T",),
    ),
    *INPUT_COMMANDS,
    *CONVOLUTIONAL_COMMANDS,
    *COMPARE_COMMANDS,
    *EDIT_COMMANDS,
    *WORKINGS_COMMANDS,
    *COLUMN_COMMANDS,
    *ARITHMETIC_COMMANDS,
    *SHAPE_COMMANDS,
    *LAYOUT_COMMANDS,
    Command(
        "commands",
        "All commands…",
        "Help",
        lambda _, ask: ask.show_commands(),
        "Find a command by its name",
        keys=("Ctrl+K", "Ctrl+Shift+P"),
    ),
    Command("menu", "Menu", "Help", lambda _, ask: ask.show_menu(), "Open the menu of all commands", keys=("F10",)),
    *TOUR_COMMANDS,
    Command(
        "about",
        "About",
        "Help",
        lambda _, ask: ask.show_about(),
        "The versions of the program and of what it stands on",
        apart=True,
    ),
    Command(
        "help", "Keys", "Help", lambda _, ask: ask.show_help(), "Show all commands with their keys", keys=("?", "F1")
    ),
)
