from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.kernels.threads import set_threads


@pytest.fixture(autouse=True)
def all_threads_afterwards() -> Iterator[None]:
    yield
    set_threads(0)


def test_json_has_machine_net_and_layers(cli, two_inputs: Path) -> None:
    pytest.importorskip("onnxruntime")
    ran = cli("bench", two_inputs, "--layers", "--against", "onnxruntime", "--threads", "1", "--json")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert data["machine"]["threads"] == 1
    assert data["machine"]["peak_gflops"] > 1
    assert data["engines"]["onnxruntime"]
    (net,) = data["nets"]
    assert (net["name"], net["multiply_adds"], net["gflops"]) == ("two", 0, 0)
    assert [rival["keeps"] for rival in net["against"]] == ["answer", "values"]
    for rival in net["against"]:
        times, ours = rival["milliseconds"], net["milliseconds"]
        assert 0 < times["low"] <= times["median"] <= times["high"]
        assert rival["ratio"] == pytest.approx(times["median"] / ours["median"])
        assert rival["relative_error"] == 0
    assert [layer["name"] for layer in net["layers"]] == ["sum", "relu"]
    assert all(layer["alone"]["against"][0]["ratio"] > 0 for layer in net["layers"])


def test_table_has_speed_and_absent_engine_is_named(cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    monkeypatch.delitem(sys.modules, "explorer.bench.opencv_peer", raising=False)
    ran = cli("bench", "lenet5", "--against", "opencv")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "not installed: opencv" in lines
    name, milliseconds, speed, share = lines[-1].split()
    assert name == "lenet5"
    assert float(speed) == pytest.approx(2 * 416_520e-6 / float(milliseconds), rel=0.1, abs=0.06)
    assert share.endswith("%")


def test_unknown_net_is_refused(refused) -> None:
    assert "did you mean vgg16?" in refused("bench", "vgg19")


def test_broken_net_is_refused(refused, tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"text")
    assert "broken.onnx" in refused("bench", tmp_path / "broken.onnx", "--json", "--against", "")


def test_unknown_engine_is_refused(refused) -> None:
    assert "onnxruntime or torch or opencv" in refused("bench", "lenet5", "--against", "caffe")


def test_more_threads_than_cores_are_refused(refused) -> None:
    assert "cores" in refused("bench", "lenet5", "--threads", "4096")
