from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from explorer.session.state import TABS, Tab


@pytest.fixture
def full(live: LiveWindow, checkout: Path) -> LiveWindow:
    """A window that shows all of its parts."""
    live.session.open_net("resnet8")
    live.session.open_picture(checkout / "assets" / "samples" / "shapes.png")
    live.settle()
    live.session.pin_pass()
    live.settle()
    live.bot.waitUntil(live.window.isActiveWindow)
    return live


def reachable(live: LiveWindow) -> Iterator[QWidget]:
    """Yield what the Tab key can go to."""
    for widget in live.window.findChildren(QWidget):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        # Of joined buttons, Tab goes to the one that is down, and the arrow keys to the others.
        joined = isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked()
        if tabbed and not joined and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def place(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"


def test_whatever_takes_the_focus_has_a_name(full: LiveWindow) -> None:
    assert [place(widget) for widget in reachable(full) if not named(widget)] == []


@pytest.mark.parametrize("tab", TABS)
def test_buttons_and_sliders_have_tooltips(full: LiveWindow, tab: Tab) -> None:
    full.session.show_tab(tab)
    full.settle()
    silent = [w for w in reachable(full) if isinstance(w, QAbstractButton) and not w.toolTip()]
    assert [f"{place(widget)}: {named(widget)}" for widget in silent] == []


def test_tab_goes_everywhere_and_comes_back(full: LiveWindow) -> None:
    wanted = set(reachable(full))
    seen: set[QWidget] = set()
    for _ in range(3 * len(wanted)):
        full.key(Qt.Key.Key_Tab)
        seen.add(full.window.focusWidget())
    assert [f"{place(widget)}: {named(widget)}" for widget in wanted - seen] == []


def test_focus_is_seen(full: LiveWindow) -> None:
    unseen = []
    for widget in reachable(full):
        full.window.setFocus()
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.grab().toImage() == before:
            unseen.append(f"{place(widget)}: {named(widget)}")
    assert unseen == []


def test_arrows_choose_among_joined_buttons(full: LiveWindow) -> None:
    down = full.part(QAbstractButton, "Fit: Crop")
    down.setFocus()
    before = full.session.state.slice
    full.key(Qt.Key.Key_Right)
    assert (full.session.state.fit, full.session.state.slice) == ("pad", before)
    full.settle()
