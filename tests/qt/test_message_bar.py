from __future__ import annotations

from live_window import LiveWindow
from PySide6.QtWidgets import QLabel

from explorer.qt.message_bar import Toast


def told(live: LiveWindow) -> str:
    """Return what the toast says; nothing while there is none."""
    toast = live.part(Toast)
    return toast.findChild(QLabel).text() if toast.isVisible() else ""


def test_what_is_odd_in_a_net_is_told_for_as_long_as_that_is_shown(digit: LiveWindow) -> None:
    digit.session.open_net("preset:small-classifier")
    digit.settle()
    assert "untrained" in told(digit)
    digit.session.open_net("lenet5")
    digit.settle()
    assert not told(digit)


def test_lines_are_told_in_sentences(digit: LiveWindow) -> None:
    digit.session.pin_pass()
    digit.session.show_side("b")
    digit.session.ablate_slice()
    assert told(digit) == "What is pinned stays as it is. Show A to scale or ablate its maps."


def test_other_lines_stay_when_another_net_is_opened(digit: LiveWindow) -> None:
    digit.session.open_net("preset:small-classifier")
    digit.settle()
    digit.session.paste(None)
    digit.session.open_net("lenet5")
    digit.settle()
    assert told(digit).startswith("There is no picture in what was pasted or dropped")
