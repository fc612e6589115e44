"""Weights are read from files beside the net, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from explorer.errors import NetError
from explorer.importers.reader import read_net

Save = Callable[..., Path]
WEIGHTS = np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2)


@pytest.fixture
def save_external(save: Save) -> Callable[..., Path]:
    """Return a function that writes a convolution whose weights lie at ``location``."""

    def write(location: str, **entries: Any) -> Path:
        tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=WEIGHTS.shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in {"location": location, **entries}.items():
            tensor.external_data.add(key=key, value=str(value))
        return save([helper.make_node("Conv", ["x", "w"], ["y"])], {"x": (1, 1, 4, 4)}, weights=[tensor])

    return write


def refusal(path: Path) -> str:
    with pytest.raises(NetError) as caught:
        read_net(path)
    return str(caught.value)


def test_weights_beside_the_net_are_read(save_external: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"skip" + WEIGHTS.tobytes() + b"rest")
    graph = read_net(save_external("w.bin", offset=4, length=32))
    np.testing.assert_array_equal(graph.initializers["w"], WEIGHTS)


def test_weights_in_a_folder_below_are_read(save_external: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "w.bin").write_bytes(WEIGHTS.tobytes())
    graph = read_net(save_external("weights/w.bin"))
    np.testing.assert_array_equal(graph.initializers["w"], WEIGHTS)


def test_constant_nodes_may_keep_theirs_outside_too(save: Save, tmp_path: Path) -> None:
    (tmp_path / "c.bin").write_bytes(np.float32([1, 2]).tobytes())
    value = TensorProto(data_type=TensorProto.FLOAT, dims=[2], data_location=TensorProto.EXTERNAL)
    value.external_data.add(key="location", value="c.bin")
    constant = helper.make_node("Constant", [], ["c"])
    constant.attribute.add(name="value", type=onnx.AttributeProto.TENSOR).t.CopyFrom(value)
    graph = read_net(save([constant, helper.make_node("Add", ["x", "c"], ["y"])], {"x": (1, 2)}))
    np.testing.assert_array_equal(graph.initializers["c"], [1, 2])


def test_missing_file_is_named(save_external: Callable[..., Path]) -> None:
    assert "'w' are kept in 'lost.bin', which is missing" in refusal(save_external("lost.bin"))


@pytest.mark.parametrize(
    "location", ["", ".", "/etc/hostname", "../w.bin", "a/../../w.bin", "..\\w.bin", "C:\\w.bin", "\\w", "a\0b"]
)
def test_files_outside_the_folder_are_refused(
    save_external: Callable[..., Path], tmp_path: Path, location: str
) -> None:
    (tmp_path.parent / "w.bin").write_bytes(WEIGHTS.tobytes())
    assert "'w' are kept in" in refusal(save_external(location))


def test_absolute_path_into_the_own_folder_is_refused(save_external: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(WEIGHTS.tobytes())
    assert "outside the folder" in refusal(save_external(str(tmp_path / "w.bin")))


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_links_out_of_the_folder_are_refused(save_external: Callable[..., Path], tmp_path: Path, linked: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "w.bin").write_bytes(WEIGHTS.tobytes())
    link, target = {"file": ("w.bin", outside / "w.bin"), "folder": ("sub", outside)}[linked]
    try:
        (tmp_path / link).symlink_to(target)
    except OSError:
        pytest.skip("this system allows no links")
    location = "w.bin" if linked == "file" else "sub/w.bin"
    assert "outside the folder" in refusal(save_external(location))


@pytest.mark.parametrize("entries", [{"length": 99}, {"offset": 20, "length": 32}, {"offset": 10**30}])
def test_weights_beyond_the_end_of_the_file(
    save_external: Callable[..., Path], tmp_path: Path, entries: dict[str, int]
) -> None:
    (tmp_path / "w.bin").write_bytes(WEIGHTS.tobytes())
    assert "beyond the end of 'w.bin'" in refusal(save_external("w.bin", **entries))


def test_too_few_weights(save_external: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(WEIGHTS.tobytes()[:-4])
    assert "does not hold the 2x1x2x2 elements" in refusal(save_external("w.bin"))


@pytest.mark.parametrize("offset", ["-4", "four", "1e3", "²"])
def test_offset_that_is_no_count(save_external: Callable[..., Path], tmp_path: Path, offset: str) -> None:
    (tmp_path / "w.bin").write_bytes(WEIGHTS.tobytes())
    assert "which is not a number of bytes" in refusal(save_external("w.bin", offset=offset))
