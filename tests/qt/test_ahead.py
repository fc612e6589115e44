from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from live_window import LiveWindow

from explorer.qt.ahead import LoadsAhead

MODULE = "loaded_ahead"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / f"{MODULE}.py").write_text("import threading\nTHREAD = threading.current_thread()\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    return MODULE


def test_module_is_loaded_beside_the_window_once_that_is_idle(live: LiveWindow, module: str, checkout: Path) -> None:
    LoadsAhead(live.window, live.session, module, idle_ms=50)
    live.bot.wait(100)
    assert module not in sys.modules, "nothing has been computed yet"
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    assert module not in sys.modules
    live.bot.waitUntil(lambda: hasattr(sys.modules.get(module), "THREAD"), timeout=5000)
    assert sys.modules[module].THREAD is not threading.main_thread()
    live.session.select_layer("conv2")
    live.settle()


def test_module_waits_while_something_is_computed_again_and_again(live: LiveWindow, module: str) -> None:
    LoadsAhead(live.window, live.session, module, idle_ms=400)
    live.session.open_sample()
    live.settle()
    for _ in range(3):
        live.bot.wait(200)
        live.session.step_fit()
        live.settle()
        assert module not in sys.modules
    live.bot.waitUntil(lambda: module in sys.modules, timeout=5000)
