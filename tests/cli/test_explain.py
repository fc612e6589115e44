from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

NUMBER = 1e-12


def explained(cli: Any, *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(cli("explain", *arguments, "--json").out)
    return data


def test_partial_sums_and_bias_come_to_the_number(cli, digit: Path) -> None:
    data = explained(cli, "lenet5", digit, "conv2:3@5,8", "--all")
    summed, rectified = data["chain"]
    assert (data["unit"], data["index"], data["cell"]) == ("conv2:3@5,8", [0, 3, 8, 5], summed["cell"])
    assert len(summed["terms"]) == summed["channels"] == 6
    total = math.fsum([term["sum"] for term in summed["terms"]] + [summed["bias"]])
    assert total == pytest.approx(summed["result"], rel=NUMBER)
    assert summed["result"] + summed["residual"] == pytest.approx(summed["cell"], rel=NUMBER)
    assert rectified["cell"] == max(0.0, summed["cell"])
    for term in summed["terms"]:
        products = np.array(term["patch"]) * np.array(term["kernel"])
        assert products.sum() == pytest.approx(term["sum"], rel=1e-9)


def test_patch_is_what_the_layer_before_holds(cli, digit: Path, tmp_path: Path) -> None:
    cli("run", "lenet5", digit, "--out", tmp_path / "values.npz")
    summed = explained(cli, "lenet5", digit, "conv2:0@2,4", "--all", "--sort", "index")["chain"][0]
    with np.load(tmp_path / "values.npz") as values:
        before = values[summed["window"]["value"]][0]
    rows, columns = summed["window"]["places"]
    for channel, term in enumerate(summed["terms"]):
        assert term["channel"] == channel
        assert np.allclose(term["patch"], before[channel][np.ix_(rows, columns)], atol=1e-6)


def test_terms_come_by_size_unless_asked_otherwise(cli, digit: Path) -> None:
    by_size, by_channel = (
        [term["channel"] for term in explained(cli, "lenet5", digit, "conv2:3@5,8", *more)["chain"][0]["terms"]]
        for more in ((), ("--sort", "index"))
    )
    assert by_channel == sorted(by_size) == list(range(6))
    assert by_size != by_channel


def test_text_has_eight_channels_and_sums_up_the_others(cli, digit: Path) -> None:
    ran = cli("explain", "cifar10", digit, "relu2_1:17@5,8")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0].startswith("relu2_1:17@5,8 of cifar10 is ")
    assert lines[1] == "It sees 10 × 10 of the input, exact."
    assert "conv2_1 (Conv)" in lines and "relu2_1 (Relu), the unit itself" in lines
    head = next(i for i, line in enumerate(lines) if line.split()[:1] == ["channel"])
    assert all(line.split()[0].isdigit() for line in lines[head + 1 : head + 9])
    assert lines[head + 9].split()[:2] == ["24", "more"]
    assert [lines[head + 10].split()[0], lines[head + 11].split()[0]] == ["sum", "bias,"]
    assert ran.out.count("correlation") == 1


def test_padding_is_told(cli, digit: Path) -> None:
    assert "5 of its places in the padding" in cli("explain", "cifar10", digit, "conv2_1:0@0,0").out
    inside = explained(cli, "cifar10", digit, "conv2_1:0@0,0")["chain"][0]["window"]["inside"]
    assert inside == [[False, False, False], [False, True, True], [False, True, True]]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("pool1:3@4,4", "the largest of them, in row"),
        ("globalpool:7", "their sum over 16"),
        ("flatten:9", "the number at globalpool[0, 9, 0, 0], unchanged"),
        ("softmax:2", "the largest of 10 scores is"),
        ("fc5:3", "bias, once"),
        ("image:0@0,0", "a number of the picture"),
    ],
)
def test_every_layer_has_its_own_words(cli, digit: Path, unit: str, told: str) -> None:
    assert told in cli("explain", "cifar10", digit, unit).out


def test_softmax_is_exponentials_over_their_sum(cli, digit: Path) -> None:
    (shares,) = explained(cli, "cifar10", digit, "softmax:2")["chain"]
    assert shares["exponentials"][2] / math.fsum(shares["exponentials"]) == pytest.approx(shares["cell"], rel=1e-6)


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
