from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics import theme
from explorer.qt.basics.look import Look

Turn = Callable[[Qt.ColorScheme], None]


class Desktop:
    """A desktop that is dark or light, which the one of the tests cannot be."""

    scheme = Qt.ColorScheme.Light

    def styleHints(self) -> Desktop:  # noqa: N802 (Qt's name)
        return self

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 (Qt's name)
        return self.scheme


@pytest.fixture
def turn(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Return what turns the desktop dark or light while the program runs."""
    desktop = Desktop()
    monkeypatch.setattr(theme, "QGuiApplication", desktop)

    def turned(scheme: Qt.ColorScheme) -> None:
        desktop.scheme = scheme
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    return turned


def test_system_theme_follows_the_desktop_while_the_program_runs(qtbot: QtBot, qapp: QApplication, turn: Turn) -> None:
    look = Look(qapp, "system")
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        turn(scheme)
        assert look.theme.dark == (scheme is Qt.ColorScheme.Dark)
        assert qapp.palette().window().color() == look.theme.color("bg")


def test_chosen_theme_stays(qtbot: QtBot, qapp: QApplication, turn: Turn) -> None:
    look = Look(qapp, "light")
    turn(Qt.ColorScheme.Dark)
    assert not look.theme.dark
    look.choose("system")
    assert look.theme.dark
