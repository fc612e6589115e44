"""The theme in force, and the signal that it has changed."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from explorer.qt.basics.style_sheet import style_sheet
from explorer.qt.basics.theme import Theme, font, palette, theme_for


class Look(QObject):
    """Dresses the application and tells its widgets when to redraw.

    Parameters
    ----------
    application
        Gets the palette, the font and the one style sheet.
    choice
        ``"light"``, ``"dark"``, or ``"system"`` to follow the desktop.
    """

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__()
        self._application = application
        self._choice = choice
        self.theme: Theme = theme_for(choice)
        application.setStyle("Fusion")
        application.setFont(font(12))
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, choice: str) -> None:
        """Dress in ``"light"`` or ``"dark"``, or follow the desktop with ``"system"``."""
        self._choice = choice
        self._follow()

    def icon(self, name: str, token: str = "second") -> QIcon:
        """Return a Phosphor icon, such as ``"moon"``, in the colour of a token."""
        colour, greyed = self.theme.color(token), self.theme.color("strong")
        return QIcon(qtawesome.icon(f"ph.{name}", color=colour, color_disabled=greyed))

    def _follow(self) -> None:
        theme = theme_for(self._choice)
        if theme is not self.theme:
            self.theme = theme
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(style_sheet(self.theme))


ICON = QSize(18, 18)
SMALL_ICON = QSize(16, 16)
