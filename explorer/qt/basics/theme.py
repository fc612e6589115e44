"""Colours, sizes and fonts of the window as named tokens, in a light and a dark set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

_SANS = ("Inter", "Inter Variable", "Segoe UI Variable", "Segoe UI", ".AppleSystemUIFont", "Noto Sans", "Cantarell",
        "Roboto", "DejaVu Sans")  # fmt: skip
_MONO = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")

CONTROL_HEIGHT = 28
RADIUS = 6
MARGIN = 12


@dataclass(frozen=True)
class Theme:
    """One set of colours, each ``#RRGGBB``.

    Attributes
    ----------
    bars
        Colour of the bar on a layer card, by operator family.
    """

    name: Literal["light", "dark"]
    bg: str
    surface: str
    canvas: str
    hover: str
    border: str
    strong: str
    text: str
    second: str
    third: str
    accent: str
    on_accent: str
    accent_bg: str
    link: str
    warn: str
    error: str
    toast: str
    on_toast: str
    toast_link: str
    hit: str
    bars: Mapping[str, str] = field(hash=False)

    @property
    def dark(self) -> bool:
        """Whether text is lighter than what it stands on."""
        return self.name == "dark"

    def color(self, token: str) -> QColor:
        """Return the colour of a token such as ``"accent"``."""
        return QColor(getattr(self, token))


LIGHT = Theme(
    name="light",
    bg="#F4F5F7",
    surface="#FFFFFF",
    canvas="#ECEEF1",
    hover="#EDF0F4",
    border="#D9DDE3",
    strong="#858E9B",
    text="#1B1F26",
    second="#525B69",
    third="#626B7A",
    accent="#0F6CBD",
    on_accent="#FFFFFF",
    accent_bg="#E3EFFA",
    link="#C2410C",
    warn="#8A5A00",
    error="#B42318",
    toast="#1B1F26",
    on_toast="#FFFFFF",
    toast_link="#62ABF5",
    hit="#FFE58F",
    bars=MappingProxyType(
        {
            "conv": "#3B82C4",
            "activation": "#B4552D",
            "pool": "#2F855A",
            "join": "#7C5CBF",
            "softmax": "#A3297A",
            "other": "#8A93A0",
        }
    ),
)

DARK = Theme(
    name="dark",
    bg="#1A1D22",
    surface="#22262D",
    canvas="#14161A",
    hover="#2B3038",
    border="#343A44",
    strong="#707987",
    text="#E8EAED",
    second="#B1B8C2",
    third="#949DAA",
    accent="#62ABF5",
    on_accent="#0B1622",
    accent_bg="#1C3450",
    link="#FFB454",
    warn="#E3B341",
    error="#F47067",
    toast="#E8EAED",
    on_toast="#1B1F26",
    toast_link="#0F6CBD",
    hit="#6B5410",
    bars=MappingProxyType(
        {
            "conv": "#62ABF5",
            "activation": "#E8935F",
            "pool": "#5BBF8A",
            "join": "#A98BE8",
            "softmax": "#E06FB6",
            "other": "#8A93A0",
        }
    ),
)

AMBER = "#FFB454"
"""The cell that is looked at, drawn on data: the same in both themes, always on a black casing."""


def theme_for(choice: str) -> Theme:
    """Return the theme of ``choice``, ``"light"`` or ``"dark"``; anything else follows the system."""
    chosen = {"light": LIGHT, "dark": DARK}.get(choice)
    if chosen:
        return chosen
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


@cache
def font(size: int, weight: QFont.Weight = QFont.Weight.Normal, *, mono: bool = False) -> QFont:
    """Return the interface's font at ``size`` pixels, with figures of equal width; it is shared, not to be changed."""
    made = QFont()
    made.setFamilies(list(_MONO if mono else _SANS))
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def palette(theme: Theme) -> QPalette:
    """Return the colours of every role and state that Qt's own widgets use."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.bg,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.bg,
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.PlaceholderText: theme.third,
        role.Light: theme.hover,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.strong,
        role.Shadow: theme.strong,
    }
    made = QPalette()
    for which, color in colors.items():
        made.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.strong))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    return made
