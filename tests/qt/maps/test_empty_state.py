from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.empty_state import EmptyState
from explorer.session.keeping.recent import Recent


def texts(empty: EmptyState) -> list[str]:
    return [button.text() for button in empty.findChildren(QPushButton)]


def test_recent_files_are_offered_below_the_buttons(qtbot: QtBot, look: Look) -> None:
    empty = EmptyState(look)
    qtbot.addWidget(empty)
    assert texts(empty) == ["Open image…", "Use a sample", "Take the tour"]
    pictures = tuple(Path(f"/folder/{name}.png") for name in ("a & b", "c", "d", "e"))
    empty.show_recent(Recent(pictures, (Path("/folder/net.onnx"),)))
    assert texts(empty)[3:] == ["a && b.png", "c.png", "d.png", "net.onnx"]
    button = empty.findChildren(QPushButton)[3]
    assert button.toolTip() == str(pictures[0])
    with qtbot.waitSignal(empty.file_asked) as asked:
        button.click()
    assert asked.args == [pictures[0]]


def test_other_files_take_their_place(qtbot: QtBot, look: Look) -> None:
    empty = EmptyState(look)
    qtbot.addWidget(empty)
    empty.show_recent(Recent((Path("/a.png"),)))
    empty.show_recent(Recent((Path("/b.png"),)))
    qtbot.waitUntil(lambda: texts(empty)[3:] == ["b.png"])
