"""Commands about the colours of the window, and where its panels stand."""

from __future__ import annotations

from explorer.session.commands.ask import Ask
from explorer.session.commands.command import Command
from explorer.session.session import Session
from explorer.session.state import PanelName, Theme


def _reset_layout(session: Session, ask: Ask) -> None:
    session.reset_panels()
    ask.reset_layout()


def _panel(name: PanelName, title: str, hint: str, *keys: str) -> Command:
    return Command(
        f"panel-{name}",
        title,
        "View/Panels",
        lambda session, _: session.toggle_panel(name),
        hint,
        keys=keys,
        checked=lambda state: name not in state.hidden,
    )


def _theme(name: Theme, title: str, hint: str) -> Command:
    return Command(
        f"theme-{name}",
        title,
        "View/Theme",
        lambda session, _: session.set_theme(name),
        hint,
        checked=lambda state: state.theme == name,
    )


LAYOUT_COMMANDS: tuple[Command, ...] = (
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
        _reset_layout,
        "Put all panels where they stood at first",
        apart=True,
    ),
)
