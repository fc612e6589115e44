from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper
from PIL import Image

from explorer.session.bundled import bundled_nets
from explorer.session.computing.loading import load_net
from explorer.session.keeping.formats import keep
from explorer.sources.presets import with_preset


def test_digit_is_named(cli, digit: Path) -> None:
    ran = cli("run", "lenet5", digit, "--top", "2")
    assert ran.code == 0 and ran.err == ""
    assert ran.out.splitlines()[1].split()[-1] == "1"
    assert len(ran.out.splitlines()) == 4


def test_json_has_classes_times_and_shapes(cli, digit: Path) -> None:
    data = json.loads(cli("run", "lenet5", digit, "--json", "--top", "3", "--repeat", "3").out)
    assert data["top"][0]["label"] == "1"
    assert len(data["top"]) == 3
    assert data["milliseconds"] > 0
    assert data["shapes"]["image"] == [1, 1, 32, 32]
    assert set(data["nodes"]) >= {"conv1", "conv2"}


def test_every_computed_value_is_kept_under_its_name(cli, digit: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "values.npz"
    data = json.loads(cli("run", "lenet5", digit, "--json", "--out", out).out)
    with np.load(out) as kept:
        assert {name: list(kept[name].shape) for name in kept.files} == data["shapes"]


def test_array_is_fed_as_it_is(cli, digit: Path, tmp_path: Path) -> None:
    cli("run", "lenet5", digit, "--out", tmp_path / "of_image.npz")
    with np.load(tmp_path / "of_image.npz") as kept:
        np.save(tmp_path / "fed.npy", kept["image"])
        np.savez(tmp_path / "fed.npz", image=kept["image"])
    answers = [
        json.loads(cli("run", "lenet5", file, "--json").out)["top"]
        for file in (digit, tmp_path / "fed.npy", tmp_path / "fed.npz")
    ]
    assert answers[0] == answers[1] == answers[2]


def test_double_precision_is_taken(cli, tmp_path: Path) -> None:
    np.save(tmp_path / "fed.npy", np.zeros((1, 1, 32, 32)))
    assert cli("run", "lenet5", tmp_path / "fed.npy").code == 0


def test_nan_is_computed_and_written_as_null(cli, tmp_path: Path) -> None:
    np.save(tmp_path / "fed.npy", np.full((1, 1, 32, 32), np.nan, np.float32))
    ran = cli("run", "lenet5", tmp_path / "fed.npy", "--json", "--out", tmp_path / "out.npz")
    assert ran.code == 0
    assert json.loads(ran.out)["top"][0]["probability"] is None
    assert cli("run", "lenet5", tmp_path / "fed.npy").code == 0


def test_net_without_classes_prints_its_outputs(cli, digit: Path) -> None:
    ran = cli("run", "filters", digit)
    assert ran.code == 0
    assert json.loads(cli("run", "filters", digit, "--json").out)["numbers"] == {}
    assert "1 × " in ran.out


@pytest.mark.parametrize(
    ("operator", "attributes", "line"),
    [
        ("ReduceSum", {"keepdims": 0}, "out: 5.35"),
        ("ReduceSum", {}, "out: 5.35"),
        ("Concat", {"axis": 0}, "out, 2 × 3: 0.25, \u22122, 7.1, 0.25, \u22122, 7.1"),
        ("ArgMax", {"axis": 1}, "out: 2"),
        ("Shape", {}, "out, 2: 1, 3"),
        ("IsNaN", {}, "out, 1 × 3: False, False, False"),
    ],
)
def test_short_answers_are_printed_in_full(
    cli, tmp_path: Path, operator: str, attributes: dict[str, int], line: str
) -> None:
    taken = helper.make_tensor_value_info("in", TensorProto.FLOAT, (1, 3))
    kind = {"ArgMax": TensorProto.INT64, "Shape": TensorProto.INT64, "IsNaN": TensorProto.BOOL}
    out = helper.make_tensor_value_info("out", kind.get(operator, TensorProto.FLOAT), None)
    node = helper.make_node(operator, ["in"] * (1 + (operator == "Concat")), ["short"], **attributes)
    last = helper.make_node("Identity", ["short"], ["out"])
    graph = helper.make_graph([node, last], "net", [taken], [out])
    path = tmp_path / "short.onnx"
    path.write_bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())
    np.save(tmp_path / "fed.npy", np.array([[0.25, -2, 7.1]], np.float32))
    assert line in cli("run", path, tmp_path / "fed.npy").out.splitlines()
    assert "out" in json.loads(cli("run", path, tmp_path / "fed.npy", "--json").out)["numbers"]


def _header(shape: str) -> bytes:
    buffer = io.BytesIO()
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    buffer.write(b"\x93NUMPY\x01\x00" + (len(text) + 1).to_bytes(2, "little") + text.encode() + b"\n")
    return buffer.getvalue()


BAD_FILES = {
    "text.npy": b"not an array",
    "empty.npy": b"",
    "cut.npy": _header("(1, 1, 32, 32)") + b"\0" * 100,
    "huge.npy": _header("(1000000, 1000000, 1000000)"),
    "negative.npy": _header("(-1, 3)"),
    "code.npy": _header("__import__('os').system('true')"),
    "text.npz": b"not an archive",
    "empty.npz": b"",
    "text.png": b"not an image",
    "empty.jpg": b"",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_broken_file_is_refused(refused, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    assert name in refused("run", "lenet5", tmp_path / name)


def test_truncated_archive_is_refused(refused, tmp_path: Path) -> None:
    path = tmp_path / "cut.npz"
    np.savez_compressed(path, image=np.random.default_rng(0).random((1, 1, 32, 32), np.float32))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "cut.npz" in refused("run", "lenet5", path)
    path.write_bytes(whole[:200] + bytes(50) + whole[250:])
    assert "cut.npz" in refused("run", "lenet5", path)


def test_archive_of_something_else_is_refused(refused, tmp_path: Path) -> None:
    path = tmp_path / "letters.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("image.npy", "a letter")
    assert "letters.npz" in refused("run", "lenet5", path)


@pytest.mark.parametrize("save", [np.save, lambda path, array: np.savez(path, image=array)])
def test_objects_are_refused(refused, tmp_path: Path, save) -> None:
    path = tmp_path / ("o.npy" if save is np.save else "o.npz")
    save(path, np.array([{"a": 1}], object))
    assert "Python objects" in refused("run", "lenet5", path)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((1, 1, 28, 28), np.float32), "1x1x28x28"),
        (np.zeros((32, 32), np.float32), "32x32"),
        (np.zeros((), np.float32), "scalar"),
        (np.full((1, 1, 32, 32), "x"), "not a number type"),
        (np.zeros((1, 1, 32, 32), np.complex64), "not a number type"),
    ],
)
def test_array_that_the_net_does_not_take_is_refused(refused, tmp_path: Path, array: np.ndarray, words: str) -> None:
    np.save(tmp_path / "a.npy", array)
    assert words in refused("run", "lenet5", tmp_path / "a.npy")


def test_misnamed_and_missing_inputs_are_refused(refused, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", picture=np.zeros((1, 1, 32, 32), np.float32))
    assert "no input 'picture'" in refused("run", "lenet5", tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz")
    assert "'image' is missing" in refused("run", "lenet5", tmp_path / "b.npz")


def test_places_that_cannot_be_written_are_refused(refused, digit: Path, tmp_path: Path) -> None:
    assert str(tmp_path) in refused("run", "lenet5", digit, "--out", tmp_path)
    refused("run", "lenet5", digit, "--out", digit / "values.npz")
    refused("run", "lenet5", digit, "--out", tmp_path / ("n" * 5000))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.png"]


def test_old_values_are_replaced(cli, digit: Path, tmp_path: Path) -> None:
    (tmp_path / "v.npz").write_text("old")
    assert cli("run", "lenet5", digit, "--out", tmp_path / "v.npz").code == 0
    with np.load(tmp_path / "v.npz") as kept:
        assert "image" in kept.files


@pytest.mark.parametrize("net", ["lenet", "nowhere/x.onnx", ".", "", "\0", "n" * 5000])
def test_net_that_is_not_there_is_refused(refused, digit: Path, net: str) -> None:
    refused("run", net, digit)


@pytest.mark.parametrize("path", ["nowhere.png", "nowhere.npy", "nowhere.npz", ".", "", "x\0y.png", "n" * 5000])
def test_input_that_is_not_there_is_refused(refused, path: str) -> None:
    refused("run", "lenet5", path)


@pytest.mark.parametrize("options", [("--top", "0"), ("--top", "many"), ("--repeat", "-1"), ("--what",), ("a", "b")])
def test_wrong_options_are_refused(refused, digit: Path, options: tuple[str, ...]) -> None:
    refused("run", "lenet5", digit, *options)


def test_picture_for_a_net_of_two_inputs_is_refused(refused, digit: Path, two_inputs: Path, tmp_path: Path) -> None:
    assert "takes 2 inputs" in refused("run", two_inputs, digit)
    np.save(tmp_path / "a.npy", np.zeros((1, 2), np.float32))
    assert "takes 2 inputs" in refused("run", two_inputs, tmp_path / "a.npy")


def test_named_inputs_are_fed_to_a_net_of_two(cli, two_inputs: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "in.npz", a=np.full((1, 2), 3, np.float32), b=np.full((1, 2), 4, np.float32))
    assert cli("run", two_inputs, tmp_path / "in.npz", "--out", tmp_path / "out.npz").code == 0
    with np.load(tmp_path / "out.npz") as kept:
        assert sorted(kept.files) == ["a", "a/sum", "b", "file"]
        assert kept["a/sum"].tolist() == [[7, 7]]


def test_picture_without_alpha_or_colour_makes_no_difference(cli, tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (32, 32), np.uint8)
    answers = []
    for name, image in {"l.png": Image.fromarray(pixels), "rgba.png": Image.fromarray(pixels).convert("RGBA")}.items():
        image.save(tmp_path / name)
        answers.append(json.loads(cli("run", "lenet5", tmp_path / name, "--json").out)["top"][0]["label"])
    assert answers[0] == answers[1]


def test_net_is_fed_as_it_was_set_in_the_window(cli, digit: Path) -> None:
    plain = json.loads(cli("run", "lenet5", digit, "--json").out)
    loaded = load_net(bundled_nets()["lenet5"])
    keep(loaded.digest, loaded.stated, with_preset(loaded.stated, "bytes"))
    changed = json.loads(cli("run", "lenet5", digit, "--json").out)
    assert changed["top"] != plain["top"]
    assert "as it was set in the window: pixels 0..255, grey" in changed["notes"][-1]
    assert "fed pixels 0..255, grey" in cli("info", "lenet5").out
