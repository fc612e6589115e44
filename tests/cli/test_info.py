from __future__ import annotations

import json
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from explorer.designer.presets import presets


def test_layers_are_spelled_out(cli) -> None:
    lines = cli("info", "lenet5").out.splitlines()
    conv2 = next(line for line in lines if line.startswith("conv2 "))
    assert "10 × 10 × 16" in conv2
    assert "(5·5·6 + 1)·16 = 2416" in conv2
    assert f"{10 * 10 * 16 * 5 * 5 * 6:,}" in conv2
    total = next(line for line in lines if line.startswith("total"))
    assert "61,706" in total


def test_json_adds_up(cli) -> None:
    data = json.loads(cli("info", "lenet5", "--json").out)
    assert data["inputs"] == {"image": [1, 1, 32, 32]}
    assert data["parameters"] == sum(layer["parameters"] for layer in data["layers"]) == 61706
    assert data["multiply_adds"] == sum(layer["multiply_adds"] for layer in data["layers"])


def test_receptive_fields_stand_beside_the_volumes(cli) -> None:
    lines = {line.split()[0]: line for line in cli("info", "lenet5").out.splitlines() if line}
    assert "receptive field" in lines["layer"]
    assert "5 × 5" in lines["conv1"]
    assert "14 × 14" in lines["conv2"]
    assert "whole" in lines["fc4"]


def test_receptive_fields_in_json(cli) -> None:
    layers = {layer["name"]: layer for layer in json.loads(cli("info", "lenet5", "--json").out)["layers"]}
    assert layers["conv2"]["receptive_field"] == {"width": 14, "height": 14, "kind": "exact", "gaps": False}
    assert layers["fc4"]["receptive_field"]["kind"] == "whole"


@pytest.mark.parametrize("volume", ["3x227x227", "3X227X227", "3×227×227"])
def test_net_of_any_size_is_described_at_a_given_one(cli, volume: str) -> None:
    data = json.loads(cli("info", "filters", "--input", volume, "--json").out)
    assert data["inputs"] == {"image": [1, 3, 227, 227]}
    assert data["layers"][0]["shape"][2:] == [227, 227]


@pytest.mark.parametrize("volume", ["227", "3x0x5", "3x5", "axbxc", "-3x5x5", "3x5x5x5", " "])
def test_volume_of_another_form_is_refused(refused, volume: str) -> None:
    assert "is not an input volume" in refused("info", "filters", "--input", volume)


@pytest.mark.parametrize("volume", ["3x32x32", "1x28x28"])
def test_volume_that_the_net_does_not_take_is_refused(refused, volume: str) -> None:
    assert "it takes image: 1 × 1 × 32 × 32" in refused("info", "lenet5", "--input", volume)


def test_net_of_two_inputs_is_described(cli, refused, two_inputs: Path) -> None:
    assert cli("info", two_inputs).code == 0
    refused("info", two_inputs, "--input", "1x2x2")


@pytest.mark.parametrize("content", [b"", b"text", b"\x08\x07\x12", bytes(range(256)) * 20])
def test_broken_net_is_refused(refused, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    assert "broken.onnx" in refused("info", path)


@pytest.mark.parametrize("name", presets())
def test_presets_are_told_in_numbers(cli, name: str) -> None:
    data = json.loads(cli("info", f"preset:{name}", "--json").out)
    assert data["net"] == name
    assert data["untrained"] == "He-initialised, seed 0"
    for total in ("parameters", "memory", "multiply_adds"):
        assert data[total] == sum(layer[total] for layer in data["layers"])
    for layer in data["layers"]:
        width, height, depth = layer["volume"]
        assert layer["memory"] == 4 * width * height * depth
        if layer["operator"] in ("Conv", "MaxPool", "AveragePool") and layer["size"]["whole"]:
            assert layer["size"]["formula"].endswith((f" = {width}", f" = {height}"))


def test_wrong_design_is_refused(refused, tmp_path: Path) -> None:
    path = tmp_path / "mine.net"
    path.write_text("input 224x224x3\nconv 96 11x11 stride 4\n", encoding="utf-8")
    assert "line 2: (224 − 11 + 2·0)/4 + 1 = 54.25 is not whole (use an input of 223 or 227" in refused("info", path)


def test_nets_that_come_with_the_program_are_listed_where_none_is_named(cli) -> None:
    names = cli("info").out.splitlines()
    assert {"lenet5", "cifar10", *(f"preset:{name}" for name in presets())} <= set(names)
    assert json.loads(cli("info", "--json").out) == {"nets": names}


def test_an_unknown_net_is_answered_in_a_short_sentence(refused) -> None:
    sentence = refused("info", "preset:foo")
    assert sentence.startswith("there is no net 'preset:foo'") and len(sentence) < 160


def test_operators_that_nets_may_have_are_listed(cli) -> None:
    names = cli("info", "--operators").out.splitlines()
    assert {"Conv", "MaxPool", "Gemm"} <= set(names) and "LSTM" not in names and names == sorted(names)
    assert json.loads(cli("info", "--operators", "--json").out) == {"operators": names}


def test_net_that_takes_no_picture_is_not_said_to_be_fed_pixels(cli, tmp_path: Path) -> None:
    image = helper.make_tensor_value_info("signal", TensorProto.FLOAT, [1, 784])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 784])
    path = tmp_path / "signal.onnx"
    onnx.save(
        helper.make_model(helper.make_graph([helper.make_node("Relu", ["signal"], ["out"])], "net", [image], [out])),
        path,
    )
    assert cli("info", path).out.splitlines()[-1].endswith("fed signal of 1 × 784")


def test_net_of_unknown_operators_is_refused_with_a_way_out(refused, tmp_path: Path) -> None:
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 3, 8, 8])
    nodes = [helper.make_node("Trilu", ["image"], ["s"], name="t1"), helper.make_node("Det", ["s"], ["out"], name="d1")]
    path = tmp_path / "matrices.onnx"
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out])), path)
    said = refused("info", path)
    assert "not supported: Trilu (node 't1'); Det (node 'd1')" in said
    assert "simplified, or cut it off before them" in said and "info --operators" in said
