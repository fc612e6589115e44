from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

NUMBER = 1e-12


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def explained(cli: Any, *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(cli("explain", *arguments, "--json").out)
    return data


def test_partial_sums_and_bias_come_to_the_number(cli, digit: Path) -> None:
    data = explained(cli, "lenet5", digit, "conv2:3@5,8")
    first, rectified = data["chain"]
    summed = first["workings"]
    assert (data["unit"], data["index"], data["cell"]) == ("conv2:3@5,8", [0, 3, 8, 5], first["cell"])
    assert (first["kind"], summed["channels"]) == ("WeightedSum", list(range(6)))
    assert math.fsum([*summed["partials"], summed["bias"]]) == pytest.approx(summed["result"], rel=NUMBER)
    assert summed["result"] + first["residual"] == pytest.approx(first["cell"], rel=NUMBER)
    assert rectified["cell"] == max(0.0, first["cell"])
    products = np.array(summed["patches"]) * np.array(summed["kernels"])
    assert products.sum(axis=(1, 2)) == pytest.approx(summed["partials"], rel=1e-9)


def test_patch_is_what_the_layer_before_holds(cli, digit: Path, tmp_path: Path) -> None:
    cli("run", "lenet5", digit, "--out", tmp_path / "values.npz")
    summed = explained(cli, "lenet5", digit, "conv2:0@2,4")["chain"][0]["workings"]
    with np.load(tmp_path / "values.npz") as values:
        before = values[summed["footprint"]["value"]][0]
    rows, columns = summed["footprint"]["places"]
    for channel, patch in zip(summed["channels"], summed["patches"], strict=True):
        assert np.allclose(patch, before[channel][np.ix_(rows, columns)], atol=1e-6)


def test_text_has_eight_channels_the_largest_first_and_sums_up_the_others(cli, digit: Path) -> None:
    ran = cli("explain", "cifar10", digit, "relu2_1:17@5,8")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0].startswith("relu2_1:17@5,8 of cifar10 is ")
    assert lines[1] == "It sees 10 × 10 of the input, exact."
    assert {"Conv conv2_1: conv2_1:17@5,8", "Relu relu2_1: relu2_1:17@5,8"} <= set(lines)
    terms = dict(line.strip().split(": ") for line in lines if line.startswith("  Channel "))
    others = next(line for line in lines if line.startswith("  24 others: ")).split(": ")[1]
    total = next(line for line in lines if line.startswith("  Sum of 32: ")).split(": ")[1]
    assert len(terms) == 8
    assert math.fsum(map(number, [*terms.values(), others])) == pytest.approx(number(total), rel=NUMBER)
    sizes = [abs(number(text)) for text in terms.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert ran.out.count("correlation") == 1


def test_all_channels_are_told_in_their_order_where_asked_for(cli, digit: Path) -> None:
    told = cli("explain", "cifar10", digit, "conv2_1:17@5,8", "--all", "--sort", "index").out
    names = [line.split(":")[0].strip() for line in told.splitlines() if line.startswith("  Channel ")]
    assert names == [f"Channel {channel}" for channel in range(32)]


def test_sums_of_the_window_are_said_to_differ_where_there_are_convolutions(
    cli, digit: Path, two_inputs: Path, tmp_path
) -> None:
    assert "the window's, which are faster" in cli("explain", "lenet5", digit, "pool1:0@0,0").out
    np.savez(tmp_path / "two.npz", a=np.array([[1, 2]], np.float32), b=np.array([[3, 4]], np.float32))
    told = cli("explain", two_inputs, tmp_path / "two.npz", "relu:1").out
    assert "faster" not in told and "Sum" not in told
    assert told.splitlines()[0].endswith(" is 6")


def test_padding_is_told(cli, digit: Path) -> None:
    assert "5 of 9 places in the padding" in cli("explain", "cifar10", digit, "conv2_1:0@0,0").out
    inside = explained(cli, "cifar10", digit, "conv2_1:0@0,0")["chain"][0]["workings"]["footprint"]["inside"]
    assert inside == [[False, False, False], [False, True, True], [False, True, True]]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("pool1:3@4,4", "Largest of 4"),
        ("globalpool:7", "Divided by 16"),
        ("flatten:9", "globalpool:9@0,0"),
        ("softmax:2", "Share of bird"),
        ("fc5:3", "Bias, once"),
        ("image:0@0,0", "As it was fed"),
    ],
)
def test_every_layer_has_its_own_words(cli, digit: Path, unit: str, told: str) -> None:
    assert told in cli("explain", "cifar10", digit, unit).out


def test_softmax_is_exponentials_over_their_sum(cli, digit: Path) -> None:
    (share,) = explained(cli, "cifar10", digit, "softmax:2")["chain"]
    exponentials = share["workings"]["exponentials"]
    assert exponentials[2] / math.fsum(exponentials) == pytest.approx(share["cell"], rel=1e-6)


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("conv2", "'conv2' names no single unit (write conv2:slice@x,y as in conv2:17@5,8)"),
        ("conv2:3", "'conv2:3' names no single unit (write conv2:slice@x,y as in conv2:17@5,8)"),
        ("conv2:99@0,0", "'conv2' has no depth slice 99 (it has 16, from 0 to 15)"),
        ("conv2:0@10,0", "'conv2' has no place 10,0 (it is 10 × 10: x from 0 to 9, y from 0 to 9)"),
    ],
)
def test_what_is_no_unit_is_refused(refused, digit: Path, unit: str, sentence: str) -> None:
    assert refused("explain", "lenet5", digit, unit) == sentence


def test_unknown_layer_order_and_picture_are_refused(refused, digit: Path, tmp_path: Path) -> None:
    assert refused("explain", "lenet5", digit, "conv9:0@0,0").startswith("there is no layer 'conv9'")
    assert refused("explain", "lenet5", digit, "conv2:0@0,0", "--sort", "size").startswith("there is no order 'size'")
    assert "none.png" in refused("explain", "lenet5", tmp_path / "none.png", "conv2:0@0,0")


def test_presets_are_explained_and_called_untrained(cli, digit: Path) -> None:
    told = cli("explain", "preset:lenet5", digit, "conv1:0@0,0").out
    assert told.startswith("conv1:0@0,0 of lenet5 (untrained: He-initialised, seed 0) is ")
    assert explained(cli, "preset:lenet5", digit, "conv1:0@0,0")["untrained"] == "He-initialised, seed 0"


def test_what_has_no_terms_of_its_own_is_told_by_what_reaches_it(cli, tmp_path: Path) -> None:
    image, mean, place = (
        helper.make_tensor_value_info(name, kind, shape)
        for name, kind, shape in (
            ("image", TensorProto.FLOAT, (1, 2, 4, 4)),
            ("mean", TensorProto.FLOAT, (1, 2, 1, 1)),
            ("place", TensorProto.INT64, (1, 1, 4, 4)),
        )
    )
    nodes = [
        helper.make_node("ReduceMean", ["image"], ["mean"], name="mean", axes=[2, 3]),
        helper.make_node("ArgMax", ["image"], ["place"], name="place", axis=1),
    ]
    graph = helper.make_graph(nodes, "net", [image], [mean, place])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]), tmp_path / "net.onnx")
    np.save(tmp_path / "image.npy", np.arange(32, dtype=np.float32).reshape(1, 2, 4, 4))
    told = cli("explain", tmp_path / "net.onnx", tmp_path / "image.npy", "mean:1").out
    assert told.splitlines()[0].endswith(" is 23.5") and "It hangs on 16 numbers of image." in told
    told = cli("explain", tmp_path / "net.onnx", tmp_path / "image.npy", "place:0@1,2").out
    assert "It hangs on 2 numbers of image. What ArgMax does is not spelled out here." in told
