"""Whatever is wrong with a file, the user gets one sentence about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from explorer.errors import NetError
from explorer.importers.reader import read_net

Save = Callable[..., Path]
node = helper.make_node
RELU = node("Relu", ["x"], ["y"], "first")


def refusal(path: Path) -> str:
    """Return the sentence with which reading ``path`` is refused, having checked that it is one."""
    with pytest.raises(NetError) as caught:
        read_net(path)
    sentence = caught.value.message
    assert repr(path.name) in sentence
    assert "\n" not in sentence
    assert not sentence.endswith(".")
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"hello, this is no net at all\n" * 9, "text"),
        (b"{'a': 1}", "text"),
        (b"\x93\x8f\x00\xff" * 99, "not an ONNX net"),
        (b"\x00" * 64, "not an ONNX net"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "Git LFS"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x80\x02}q\x00.", "pickle"),
        (b"\x80\x05}q\x00.", "pickle"),
        (b"\x18\x00\x00\x00ORTM rest", "ORT format"),
        (b"\x1c\x00\x00\x00TFL3 rest", "TensorFlow Lite"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x08\x08", "no graph"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.onnx"
    path.write_bytes(content)
    assert said in refusal(path)


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "absent.onnx")


def test_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.onnx")
    assert "not a regular file" in refusal(tmp_path / "pipe.onnx")


@pytest.mark.skipif(os.name == "nt", reason="permissions of files are not a matter of bits there")
def test_unreadable_file(nobodys_folder: Path) -> None:
    path = nobodys_folder / "net.onnx"
    path.touch(0)
    assert "permissions" in refusal(path)


def test_every_truncation_is_refused(save: Save) -> None:
    path = save([node("Conv", ["x", "w"], ["y"])], weights={"w": np.ones((3, 2, 3, 3), np.float32)})
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        refusal(path)


def test_flipped_bytes_raise_nothing_else(save: Save) -> None:
    path = save([node("Conv", ["x", "w"], ["a"], pads=[1] * 4), RELU], weights={"w": np.ones((2, 2, 3, 3), np.float32)})
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        broken = bytearray(whole)
        broken[rng.integers(len(whole))] = rng.integers(256)
        path.write_bytes(broken)
        with suppress(NetError):
            read_net(path)


def test_unsupported_operators_are_named_with_their_nodes_all_at_once(save: Save) -> None:
    path = save(
        [
            node("Det", ["x"], ["a"], "d1"),
            node("Relu", ["a"], ["b"]),
            node("Det", ["b"], ["c"], "d2"),
            node("FusedConv", ["c"], ["y"], "f", domain="com.microsoft"),
        ],
        opsets=[helper.make_opsetid("com.microsoft", 1)],
    )
    assert "Det (nodes 'd1' and 'd2'); com.microsoft.FusedConv (node 'f')" in refusal(path)


@pytest.mark.parametrize(
    ("operator", "domain", "advice"),
    [
        ("Det", "", "cut it off before them"),
        ("DequantizeLinear", "", "before it was quantised"),
        ("RotaryEmbedding", "", "opset 17, which makes RotaryEmbedding of simpler operators;"),
        ("Blur", "", "ONNX itself has no Blur:"),
        ("FusedConv", "com.microsoft", "ONNX itself has no com.microsoft.FusedConv:"),
    ],
)
def test_unsupported_operators_are_refused_with_a_way_out(save: Save, operator: str, domain: str, advice: str) -> None:
    nodes = [node(operator, ["x"], ["a"], "n", domain=domain), node("Det", ["a"], ["y"], "d")]
    said = refusal(save(nodes, opsets=[helper.make_opsetid("com.microsoft", 1)]))
    assert advice in said and said.count("info --operators") == 1


def test_operators_that_an_advice_does_not_concern_are_left_out_of_it(save: Save) -> None:
    operators = ("Blur", "Det", "Sharpen", "Det", "Emboss", "Blur", "Solarise", "Posterise")
    nodes = [node(operator, [f"v{i}"], [f"v{i + 1}"], f"n{i}") for i, operator in enumerate(operators)]
    few = save(nodes[:4], {"v0": (1, 2)}, outputs=["v4"])
    assert "ONNX itself has no Blur or Sharpen:" in refusal(few)
    assert "ONNX itself has no Blur, Sharpen, Emboss or 2 more:" in refusal(save(nodes, {"v0": (1, 2)}, outputs=["v8"]))


def test_operator_of_many_nodes_is_named_once(save: Save) -> None:
    nodes = [node("Det", [f"v{i}"], [f"v{i + 1}"], f"d{i}") for i in range(9)]
    assert "Det (nodes 'd0', 'd1', 'd2' and 6 more)" in refusal(save(nodes, {"v0": (1, 2)}, outputs=["v9"]))


def test_branches_are_refused_with_their_node(save: Save) -> None:
    branch = helper.make_graph([node("Relu", ["x"], ["b"])], "g", [], [helper.make_empty_tensor_value_info("b")])
    path = save([node("If", ["x"], ["y"], "fork", then_branch=branch, else_branch=branch)])
    assert "If (node 'fork')" in refusal(path)
    assert "branches" in refusal(path)


def test_fixed_batch_is_refused_with_a_hint(save: Save) -> None:
    said = refusal(save([RELU], {"x": (8, 3, 4, 4)}))
    assert "'x' has a fixed batch of 8" in said
    assert "symbolic" in said


def test_input_without_shape(save: Save) -> None:
    path = save([RELU])
    model = onnx.load(path)
    model.graph.input[0].type.tensor_type.ClearField("shape")
    path.write_bytes(model.SerializeToString())
    assert "'x' has no stated shape" in refusal(path)


def test_input_that_is_a_sequence(save: Save) -> None:
    path = save([RELU])
    model = onnx.load(path)
    model.graph.input[0].CopyFrom(helper.make_tensor_sequence_value_info("x", TensorProto.FLOAT, [1, 2]))
    path.write_bytes(model.SerializeToString())
    assert "'x' is a sequence, not a tensor" in refusal(path)


@pytest.mark.parametrize("element_type", [TensorProto.STRING, TensorProto.FLOAT8E4M3FN, TensorProto.COMPLEX64, 77])
def test_input_of_an_unsupported_type(save: Save, element_type: int) -> None:
    assert "the input 'x' holds" in refusal(save([RELU], element_type=element_type))


@pytest.mark.parametrize(
    "old",
    [
        node("Add", ["x", "x"], ["y"], "a", broadcast=1, axis=1),
        node("Dropout", ["x"], ["y"], "a", is_test=0),
        node("Reshape", ["x"], ["y"], "a", shape=[1, -1]),
        node("Pad", ["x"], ["y"], "a", paddings=[0] * 8),
        node("Cast", ["x"], ["y"], "a", to="FLOAT"),
        node("PRelu", ["x", "x"], ["y"], "a"),
    ],
)
def test_what_opsets_before_7_meant_otherwise(save: Save, old: onnx.NodeProto) -> None:
    assert f"{old.op_type} node 'a'" in refusal(save([old], opset=6))


def test_no_opset(save: Save) -> None:
    path = save([RELU])
    model = onnx.load(path)
    del model.opset_import[:]
    path.write_bytes(model.SerializeToString())
    assert "does not state its opset" in refusal(path)


def test_operator_newer_than_the_opset(save: Save) -> None:
    assert "opset 17 has no operator Gelu" in refusal(save([node("Gelu", ["x"], ["y"])]))


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([], "no nodes"),
        ([node("Relu", ["nowhere"], ["y"], "a")], "Relu node 'a' reads 'nowhere', which nothing computes"),
        ([node("Relu", ["x"], ["other"])], "nothing computes the output 'y'"),
        ([RELU, node("Tanh", ["x"], ["y"], "b")], "the value 'y' is computed by the Relu node 'first' although"),
        ([node("Relu", ["x"], ["x"], "a")], "the value 'x' is computed by the Relu node 'a' although"),
        ([node("Relu", ["y"], ["y"], "a")], "the Relu node 'a' waits for itself"),
        (
            [node("Add", ["x", "y"], ["b"], "a"), node("Relu", ["b"], ["y"], "r")],
            "the Add node 'a' and the Relu node 'r' wait for each other in a circle",
        ),
        ([node("Relu", [], ["y"], "a")], "Relu node 'a': it has 0 inputs, not 1"),
        ([node("Relu", ["x", "x"], ["y"], "a")], "it has 2 inputs, not 1"),
        ([node("Add", ["x"], ["y"], "a")], "it has 1 inputs, not 2"),
        ([node("Relu", ["x"], ["y", "z"], "a")], "it has 2 outputs, not 1"),
        ([node("Relu", ["x"], ["y"], "a", slope=2)], "Relu node 'a': Relu has no attribute 'slope'"),
        ([node("LeakyRelu", ["x"], ["y"], "a", alpha="steep")], "attribute 'alpha' is of another type than FLOAT"),
        ([node("Concat", ["x", "x"], ["y"], "a")], "it lacks the attribute 'axis'"),
        ([node("Concat", ["x", "x"], ["y"], "a", axis=9)], "Concat node 'a'"),
        ([node("Conv", ["x", "w"], ["y"], "a")], "Conv node 'a'"),
        ([node("MaxPool", ["x"], ["y"], "a", kernel_shape=[9, 9])], "MaxPool node 'a'"),
        ([node("Flatten", ["x"], ["f"]), node("Conv", ["f", "w"], ["y"], "a")], "Conv node 'a'"),
        (
            [node("Gather", ["x", "w"], ["y"], "a")],
            "Gather node 'a': its input 'w' holds float32, which Gather does not",
        ),
        ([node("Not", ["x"], ["b"]), RELU], "its input 'x' holds float32, which Not does not take"),
        ([node("Shape", ["x"], ["s"]), node("Add", ["x", "s"], ["y"])], "float32 and int64, which do not go together"),
        ([node("Cast", ["x"], ["i"], to=7), node("Add", ["x", "i"], ["y"])], "float32 and int64, which do not go"),
        ([node("Constant", [], ["y"], "a", value_string="text")], "Constant node 'a'"),
        ([node("Constant", [], ["y"], "a")], "Constant node 'a'"),
    ],
)
def test_broken_graph(save: Save, nodes: list[onnx.NodeProto], said: str) -> None:
    assert said in refusal(save(nodes, weights={"w": np.ones((3, 5, 3, 3), np.float32)}))


def test_attribute_that_comes_twice(save: Save) -> None:
    twice = node("LeakyRelu", ["x"], ["y"], alpha=0.1)
    twice.attribute.append(helper.make_attribute("alpha", 0.2))
    assert "'alpha' comes twice" in refusal(save([twice]))


def test_two_initializers_of_one_name(save: Save) -> None:
    w = onnx.numpy_helper.from_array(np.ones(3, np.float32), "w")
    assert "two initializers called 'w'" in refusal(save([RELU], weights=[w, w]))


def test_two_outputs_of_one_name(save: Save) -> None:
    assert "two outputs called 'y'" in refusal(save([RELU], outputs=["y", "y"]))


def test_no_outputs(save: Save) -> None:
    assert "no outputs" in refusal(save([RELU], outputs=[]))


@pytest.mark.parametrize("dims", [[4], [-1], [2**40, 2**40]])
def test_weights_of_another_count_than_their_shape_says(save: Save, dims: list[int]) -> None:
    w = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=dims, raw_data=bytes(12))
    assert "initializer 'w' does not hold" in refusal(save([node("Add", ["x", "w"], ["y"])], weights=[w]))


def test_weights_of_an_unsupported_type(save: Save) -> None:
    w = TensorProto(name="w", data_type=TensorProto.FLOAT8E5M2, dims=[1], raw_data=b"1")
    assert "initializer 'w' holds FLOAT8E5M2" in refusal(save([node("Add", ["x", "w"], ["y"])], weights=[w]))


def test_recursive_function(save: Save) -> None:
    own = helper.make_opsetid("own", 1)
    body = [node("Self", ["a"], ["b"], domain="own")]
    function = helper.make_function("own", "Self", ["a"], ["b"], body, [own])
    path = save([node("Self", ["x"], ["y"], domain="own")], functions=[function], opsets=[own])
    assert "functions (Self)" in refusal(path)


@pytest.mark.parametrize("name", [b"first", b"inner", b"Sigmoid"])
def test_name_that_is_no_text(save: Save, name: bytes) -> None:
    path = save([node("Relu", ["x"], ["inner"], "first"), node("Sigmoid", ["inner"], ["y"], "last")])
    path.write_bytes(path.read_bytes().replace(name, b"\x8e" + name[1:]))
    assert "is not text" in refusal(path)
