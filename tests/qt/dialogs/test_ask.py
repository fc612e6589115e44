from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.dialogs.ask import QtAsk
from explorer.session import bundled
from explorer.sources import labels, picture


@pytest.mark.parametrize(
    ("ask", "suffixes"),
    [
        (QtAsk.picture_to_open, picture.SUFFIXES),
        (QtAsk.net_to_open, bundled.SUFFIXES),
        (QtAsk.labels_to_open, labels.SUFFIXES),
    ],
)
def test_dialogs_list_every_kind_of_file_that_can_be_opened(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    ask: Callable[[QtAsk], Path | None],
    suffixes: tuple[str, ...],
) -> None:
    asked: list[str] = []

    def cancel(_parent: QWidget, _title: str, _place: str, kinds: str) -> tuple[str, str]:
        asked.append(kinds)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", cancel)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask(QtAsk(parent)) is None
    listed = asked[0].partition("(")[2].partition(")")[0].split()
    assert listed == [f"*{suffix}" for suffix in suffixes]
