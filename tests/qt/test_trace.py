from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.errors import FileError
from explorer.qt.app import make_window
from explorer.qt.basics.look import Look
from explorer.qt.trace import Trace
from explorer.qt.turns import Painter


@pytest.fixture
def traced(qtbot: QtBot, qapp: QApplication) -> Iterator[tuple[LiveWindow, Trace]]:
    trace = Trace()
    window = make_window(Look(qapp, "light"), trace)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    trace.watch(window.windowHandle())
    live = LiveWindow(qtbot, window)
    live.session.open_net("lenet5")
    live.session.open_sample()
    live.settle()
    yield live, trace
    window.session.close()
    del live.window


def spans(trace: Trace, name: str) -> list[dict[str, float]]:
    return [event for event in trace.events if event["name"] == name]


def test_a_forward_pass_is_asked_for_computed_rendered_and_painted(traced: tuple[LiveWindow, Trace]) -> None:
    live, trace = traced
    before = len(trace.events)
    live.session.step_fit()
    live.settle()
    del trace.events[2:before]
    (request,), (compute,) = spans(trace, "request"), spans(trace, "compute")
    frame = spans(trace, "frame")[-1]
    assert request["ts"] + request["dur"] == pytest.approx(compute["ts"], abs=1)
    assert compute["dur"] > 0
    assert frame["ts"] >= compute["ts"]
    inside = [event for name in ("render", "paint") for event in spans(trace, name)]
    assert any(frame["ts"] <= event["ts"] and event["dur"] <= frame["dur"] for event in inside)


def test_a_key_makes_a_frame_without_a_forward_pass(traced: tuple[LiveWindow, Trace]) -> None:
    live, trace = traced
    del trace.events[2:]
    live.key(Qt.Key.Key_Right)
    live.settle()
    assert spans(trace, "frame")
    assert spans(trace, "compute") == []


def test_a_change_that_nothing_is_painted_of_is_no_part_of_the_next_frame(qtbot: QtBot) -> None:
    widget, trace = QWidget(), Trace()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    QApplication.processEvents()
    trace.follow(Painter(widget))
    trace.begin()
    trace.changed()
    QApplication.processEvents()
    pressed = perf_counter() * 1e6
    trace.begin()
    trace.changed()
    widget.update()
    qtbot.waitUntil(lambda: bool(spans(trace, "frame")))
    assert spans(trace, "frame")[0]["ts"] >= pressed


def test_file_is_one_that_trace_viewers_take(traced: tuple[LiveWindow, Trace], tmp_path: Path) -> None:
    _, trace = traced
    trace.save(tmp_path / "frames.json")
    written = json.loads((tmp_path / "frames.json").read_text())
    assert written["displayTimeUnit"] == "ms"
    assert {event["ph"] for event in written["traceEvents"]} == {"M", "X"}
    assert all(event["dur"] >= 0 for event in written["traceEvents"] if event["ph"] == "X")


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        Trace().save(tmp_path)
