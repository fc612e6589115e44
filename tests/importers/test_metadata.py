"""What a file says about pixels and classes reaches the net's input format, and the file again."""

from __future__ import annotations

import json

import numpy as np
import pytest

from explorer.importers.metadata import input_format, properties_of
from explorer.nn.graph import GraphInput, InputFormat

COLOUR = GraphInput("x", (1, 3, 8, 8))


def test_nothing_stated_is_guessed_from_the_channels() -> None:
    assert input_format({}, COLOUR) == (InputFormat("RGB", stated=False), ())
    assert input_format({}, GraphInput("x", (1, 1, 8, 8)))[0].channels == "Gray"
    assert input_format({}, GraphInput("x", (1, 8, 8, 1)))[0] == InputFormat("Gray", "NHWC")


def test_bytes_are_guessed_to_run_to_255() -> None:
    assert input_format({}, GraphInput("x", (1, 8, 8, 3), np.dtype(np.uint8)))[0].high == 255


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("Image.BitmapPixelFormat", "Gray8", {"channels": "Gray"}),
        ("Image.BitmapPixelFormat", "Rgb8", {"channels": "RGB"}),
        ("Image.BitmapPixelFormat", "Bgr8", {"channels": "BGR"}),
        ("Image.NominalPixelRange", "NominalRange_0_255", {"low": 0, "high": 255}),
        ("Image.NominalPixelRange", "Normalized_0_1", {"low": 0, "high": 1}),
        ("Image.NominalPixelRange", "Normalized_1_1", {"low": -1, "high": 1}),
        ("explorer.mean", "[0.5, 0.4, 0.3]", {"mean": (0.5, 0.4, 0.3)}),
        ("explorer.std", "[2]", {"std": (2.0,)}),
    ],
)
def test_stated_properties_are_taken(key: str, text: str, expected: dict[str, object]) -> None:
    stated, notes = input_format({key: text}, COLOUR)
    assert {name: getattr(stated, name) for name in expected} == expected
    assert stated.stated
    assert notes == ()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Image.BitmapPixelFormat", "Cmyk"),
        ("Image.NominalPixelRange", "wide"),
        ("explorer.mean", "0.5"),
        ("explorer.mean", '["a"]'),
        ("explorer.mean", "[0.1, 0.2]"),
        ("explorer.mean", "[NaN]"),
        ("explorer.mean", "[" * 100_000),
        ("explorer.std", "[]"),
        ("explorer.std", "[0]"),
        ("explorer.std", "[true]"),
        ("explorer.std", "not json"),
    ],
)
def test_nonsense_is_ignored_with_a_note(key: str, text: str) -> None:
    stated, notes = input_format({key: text}, COLOUR)
    assert stated == InputFormat("RGB")
    assert len(notes) == 1
    assert key in notes[0]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("explorer.labels", '["cat", "dog"]'),
        ("labels", '["cat", "dog"]'),
        ("classes", "cat,dog"),
        ("class_names", "cat\ndog\n"),
        ("id2label", '{"1": "dog", "0": "cat"}'),
        ("names", "{0: 'cat', 1: 'dog'}"),
    ],
)
def test_labels_are_found_under_usual_keys(key: str, text: str) -> None:
    stated, notes = input_format({key: text}, COLOUR)
    assert stated.labels == ("cat", "dog")
    assert not stated.stated
    assert notes == ()


@pytest.mark.parametrize("text", ["", "[]", "[1, 2]", "{0: __import__('os')}", "{0: 'a', 2: 'c'}", "[" * 100_000])
def test_labels_that_are_none_are_left_out(text: str) -> None:
    assert input_format({"names": text}, COLOUR)[0].labels == ()


@pytest.mark.parametrize(
    "stated",
    [
        InputFormat(),
        InputFormat(labels=("a", "Ö, b")),
        InputFormat("BGR", low=0, high=255, mean=(103.9, 116.8, 123.7), stated=True),
        InputFormat("Gray", low=-1, high=1, std=(0.5,), labels=("0",), stated=True),
    ],
)
def test_written_properties_are_read_as_the_same(stated: InputFormat) -> None:
    channels = 1 if stated.channels == "Gray" else 3
    assert input_format(properties_of(stated), GraphInput("x", (1, channels, 8, 8)))[0] == stated


def test_range_without_a_name_is_written_as_an_equal_one() -> None:
    odd = InputFormat(low=-2, high=6, mean=(1.0,), std=(4.0,), stated=True)
    written = input_format(properties_of(odd), COLOUR)[0]
    for pixel in (0.0, 0.3, 1.0):
        assert np.isclose(fed(pixel, written), fed(pixel, odd))


def test_mean_is_written_as_json() -> None:
    assert json.loads(properties_of(InputFormat(mean=(0.5,), stated=True))["explorer.mean"]) == [0.5]


def fed(pixel: float, form: InputFormat) -> float:
    return (form.low + pixel * (form.high - form.low) - form.mean[0]) / form.std[0]
