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
from explorer.session.commands.shapes import SHAPE_COMMANDS
from explorer.session.commands.slices import SLICE_COMMANDS
from explorer.session.commands.tour import TOUR_COMMANDS
from explorer.session.commands.workings import WORKINGS_COMMANDS
from explorer.session.session import Session
from explorer.session.state import PanelName, Theme
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
    if (path := ask.pasted_path()) is not None:
        session.open_picture(path)
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


def _reset_layout(session: Session, ask: Ask) -> None:
    session.reset_panels()
    ask.reset_layout()


def _panel(name: PanelName, title: str, hint: str, *keys: str) -> Command:
    return Command(
        f"panel-{name}",
        title,
        "View/Panels",
        keys,
        lambda session, _: session.toggle_panel(name),
        hint,
        checked=lambda state: name not in state.hidden,
    )


def _theme(name: Theme, title: str, hint: str) -> Command:
    return Command(
        f"theme-{name}",
        title,
        "View/Theme",
        (),
        lambda session, _: session.set_theme(name),
        hint,
        checked=lambda state: state.theme == name,
    )


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
        "open-picture", "Open image…", "File", ("Ctrl+O",), _open_picture, "Open a photograph or another image file"
    ),
    Command("open-net", "Open net…", "File", ("Ctrl+Shift+O",), _open_net, "Open a net of your own, .onnx or .net"),
    Command(
        "open-labels",
        "Names of classes…",
        "File",
        (),
        _open_labels,
        "Take the names of the net's classes from a text file, one a line",
        possible=has_maps,
    ),
    *DESIGN_COMMANDS,
    Command("open-sample", "Use a sample", "File", (), lambda s, _: s.open_sample(), "Open a bundled picture"),
    Command(
        "undo",
        "Undo",
        "Edit",
        ("Ctrl+Z",),
        lambda s, _: s.undo(),
        "Take back the last change of the view or the net",
        possible=lambda view: view.undoable,
    ),
    Command(
        "redo",
        "Redo",
        "Edit",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda s, _: s.redo(),
        "Make again what was taken back",
        possible=lambda view: view.redoable,
    ),
    Command(
        "copy-address",
        "Copy address",
        "Edit",
        ("Ctrl+C",),
        lambda session, ask: ask.copy_text(session.address),
        "Copy the address of what is looked at, such as conv2:17@5,8",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "paste",
        "Paste image or address",
        "Edit",
        ("Ctrl+V",),
        _paste,
        "Use the picture on the clipboard, or go to the address on it",
    ),
    Command(
        "save-slice",
        "Save map as PNG…",
        "File",
        ("Ctrl+S",),
        _save_slice,
        "Save the selected depth slice",
        possible=has_maps,
        apart=True,
    ),
    Command(
        "save-layer",
        "Save layer as PNG…",
        "File",
        ("Ctrl+Shift+S",),
        _save_layer,
        "Save all depth slices of the layer",
        possible=has_maps,
    ),
    SAVE_NET,
    Command("leave", "Quit", "File", ("Ctrl+Q",), lambda _, ask: ask.leave(), "Close the window", apart=True),
    Command(
        "slice-left", "Map to the left", "Go", ("Left",), _step(-1, 0), "Select the map to the left", possible=has_maps
    ),
    Command(
        "slice-right",
        "Map to the right",
        "Go",
        ("Right",),
        _step(1, 0),
        "Select the map to the right",
        possible=has_maps,
    ),
    Command("slice-up", "Map above", "Go", ("Up",), _step(0, -1), "Select the map above", possible=has_maps),
    Command("slice-down", "Map below", "Go", ("Down",), _step(0, 1), "Select the map below", possible=has_maps),
    Command(
        "slices-left",
        "Eight maps to the left",
        "Go",
        ("Shift+Left",),
        _step(-8, 0),
        "Step eight maps back",
        possible=has_maps,
    ),
    Command(
        "slices-right",
        "Eight maps to the right",
        "Go",
        ("Shift+Right",),
        _step(8, 0),
        "Step eight maps on",
        possible=has_maps,
    ),
    Command("slices-up", "Four rows up", "Go", ("Shift+Up",), _step(0, -4), "Step four rows up", possible=has_maps),
    Command(
        "slices-down", "Four rows down", "Go", ("Shift+Down",), _step(0, 4), "Step four rows down", possible=has_maps
    ),
    Command(
        "layer-back", "Previous layer", "Go", ("Ctrl+Up", "Ctrl+Left"), _layer(-1), "Select the layer before this one"
    ),
    Command("layer-on", "Next layer", "Go", ("Ctrl+Down", "Ctrl+Right"), _layer(1), "Select the layer after this one"),
    Command(
        "picture-on",
        "Next image",
        "Go",
        ("PgDown",),
        lambda s, _: s.step_picture(1),
        "Open the next image of the same folder",
        possible=has_picture,
        apart=True,
    ),
    Command(
        "picture-back",
        "Previous image",
        "Go",
        ("PgUp",),
        lambda s, _: s.step_picture(-1),
        "Open the image before this one in the same folder",
        possible=has_picture,
    ),
    Command(
        "find-layer",
        "Find layer",
        "Go",
        ("Ctrl+F",),
        _find_layer,
        "Search the layers by name and operator",
        possible=lambda view: view.strip is not None,
        apart=True,
    ),
    Command(
        "hit-on",
        "Next hit",
        "Go",
        ("F3",),
        lambda s, _: s.step_hit(1),
        "Select the next layer found",
        possible=_has_search,
    ),
    Command(
        "hit-back",
        "Previous hit",
        "Go",
        ("Shift+F3",),
        lambda s, _: s.step_hit(-1),
        "Select the layer found before this one",
        possible=_has_search,
    ),
    Command(
        "go-to",
        "Go to address…",
        "Go",
        ("Ctrl+G",),
        lambda session, ask: ask.go_to(session.address, session.go_to),
        "Go to a layer, a map or a value by its address, such as conv2:17@5,8",
        possible=has_maps,
    ),
    Command(
        "back", "Step back", "Go", ("Esc",), lambda s, _: s.step_back(), "Leave the large map, then the pinned place"
    ),
    *SLICE_COMMANDS,
    *COLOUR_COMMANDS,
    Command(
        "fold-blocks",
        "Fold blocks",
        "View",
        ("B",),
        lambda s, _: s.fold_all(),
        "One tile for each convolution with its normalisation, activation and pooling",
        checked=lambda state: state.folds.all,
        possible=lambda view: view.strip is not None,
        apart=True,
    ),
    Command(
        "zoom",
        "Large map",
        "View",
        ("Z",),
        lambda s, _: s.toggle_zoom(),
        "Show the selected map large",
        checked=lambda state: state.zoomed,
        possible=has_maps,
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
        apart=True,
    ),
    Command(
        "reset-crop",
        "Reset the crop",
        "View",
        (),
        lambda s, _: s.set_crop(None),
        "Feed again the part of the picture that the fit chooses",
        possible=lambda view: view.input is not None and view.input.cropped,
    ),
    Command(
        "reset-format",
        "Feed as the file says",
        "View",
        (),
        lambda s, _: s.reset_format(),
        "Undo what was changed of the net's range, mean, deviation, channels and class names",
        possible=lambda view: view.feed is not None and view.feed.changed,
    ),
    *CONVOLUTIONAL_COMMANDS,
    *COMPARE_COMMANDS,
    *EDIT_COMMANDS,
    *WORKINGS_COMMANDS,
    *COLUMN_COMMANDS,
    *ARITHMETIC_COMMANDS,
    *SHAPE_COMMANDS,
    _theme("light", "Light", "Dark text on a light window"),
    _theme("dark", "Dark", "Light text on a dark window"),
    _theme("system", "As the system", "Follow the desktop, light or dark"),
    _panel("layers", "Layers", "The strip of all layers", "Ctrl+1"),
    _panel("input", "Input", "The picture, what the net is fed of it, and its answer", "Ctrl+2"),
    _panel("map", "Map", "The selected map with the filter that made it", "Ctrl+3"),
    _panel(
        "workings",
        "Workings",
        "Where the numbers come from: arithmetic, channels, depth column, histogram, shapes",
        "Ctrl+4",
    ),
    Command(
        "reset-layout",
        "Reset the layout",
        "View/Panels",
        (),
        _reset_layout,
        "Put all panels where they stood at first",
        apart=True,
    ),
    Command(
        "commands",
        "All commands…",
        "Help",
        ("Ctrl+K", "Ctrl+Shift+P"),
        lambda _, ask: ask.show_commands(),
        "Find a command by its name",
    ),
    Command("menu", "Menu", "Help", ("F10",), lambda _, ask: ask.show_menu(), "Open the menu of all commands"),
    *TOUR_COMMANDS,
    Command(
        "about",
        "About",
        "Help",
        (),
        lambda _, ask: ask.show_about(),
        "The versions of the program and of what it stands on",
        apart=True,
    ),
    Command("help", "Keys", "Help", ("?", "F1"), lambda _, ask: ask.show_help(), "Show all commands with their keys"),
)
