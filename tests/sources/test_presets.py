from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.errors import UsageError
from explorer.nn.graph import InputFormat
from explorer.sources.presets import OWN, PRESETS, numbers_in, parsed, preset_of, range_in, with_order, with_preset

PLAIN = InputFormat(labels=("cat", "dog"), stated=True)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("channels", ["RGB", "BGR", "Gray"])
def test_preset_is_known_again_and_changes_nothing_else(name: str, channels: str) -> None:
    chosen = with_preset(replace(PLAIN, channels=channels), name)
    assert (chosen.channels, chosen.labels, chosen.layout) == (channels, PLAIN.labels, "NCHW")
    assert preset_of(chosen) == name


def test_numbers_of_ones_own_are_no_preset() -> None:
    assert preset_of(replace(PLAIN, mean=(0.5,))) == OWN


def test_mean_and_deviation_go_with_their_colours() -> None:
    rgb = with_preset(PLAIN, "imagenet")
    bgr = with_order(rgb, "BGR")
    assert (bgr.mean, bgr.std) == (rgb.mean[::-1], rgb.std[::-1])
    assert with_order(bgr, "RGB") == rgb


def test_grey_has_one_mean() -> None:
    (mean,) = with_order(with_preset(PLAIN, "imagenet"), "Gray").mean
    assert mean == pytest.approx(0.299 * 0.485 + 0.587 * 0.456 + 0.114 * 0.406)


@pytest.mark.parametrize("text", ["0.1, 0.2, 0.3", "0.1 0.2 0.3", "(0.1; 0.2; 0.3)", "[.1,.2,.3]"])
def test_numbers_are_read_however_they_are_written(text: str) -> None:
    assert numbers_in(text, PLAIN) == (0.1, 0.2, 0.3)


@pytest.mark.parametrize("text", ["−1, 1", "-1..1", "−1 … 1"])
def test_range_is_read_however_it_is_written(text: str) -> None:
    assert range_in(text) == (-1, 1)


@pytest.mark.parametrize("text", ["", "1, 2", "1, 2, 3, 4", "one", "nan", "inf"])
def test_what_is_not_one_number_a_channel_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        numbers_in(text, PLAIN)


def test_grey_net_takes_one_number() -> None:
    with pytest.raises(UsageError):
        numbers_in("1, 2, 3", replace(PLAIN, channels="Gray"))


def test_deviation_of_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="divides by nothing"):
        numbers_in("1, 0, 1", PLAIN, divides=True)


@pytest.mark.parametrize("text", ["1", "3, 3", "1, 2, 3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        range_in(text)


def test_nothing_is_made_of_no_numbers() -> None:
    assert parsed(" ") == ()
