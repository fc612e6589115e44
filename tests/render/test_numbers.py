from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.render.numbers import MINUS, interval, multiple, three_digits


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (2.4375, "2.44"),
        (-2.1, f"{MINUS}2.10"),
        (0.874, "0.874"),
        (0.5, "0.500"),
        (0.0123456, "0.0123"),
        (9.999, "10.0"),
        (99.96, "100"),
        (123.4, "123"),
        (12345.6, "12346"),
        (123456, "1.23e5"),
        (-4.2e-5, f"{MINUS}4.20e{MINUS}5"),
        (1e-40, "1.00e\u221240"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, f"{MINUS}∞"),
    ],
)
def test_three_significant_digits(value: float, text: str) -> None:
    assert three_digits(value) == text


@given(st.floats())
def test_no_hyphen_and_no_negative_zero(value: float) -> None:
    text = three_digits(value)
    assert "-" not in text
    assert not text.startswith(MINUS) or value < 0
    assert text.strip(f"{MINUS}0.") or text == "0"


@given(st.floats(-1e300, 1e300))
def test_the_text_is_near_the_number(value: float) -> None:
    assert float(three_digits(value).replace(MINUS, "-")) == pytest.approx(value, rel=5.1e-3)


def test_ends_are_marked_where_values_clip() -> None:
    assert interval(-2.1, 2.1, below=True, above=True) == (f"≤ {MINUS}2.10", "≥ 2.10")
    assert interval(0, 1, below=False, above=False) == ("0", "1.00")


@pytest.mark.parametrize(
    ("number", "step", "power", "text"),
    [
        (-4, 5, -2, "\u22120.20"),
        (3, 1, 0, "3"),
        (3, 2, 4, "60000"),
        (7, 5, -9, "3.5e\u22128"),
        (-1, 5, 30, "\u22125e30"),
        (10_000_005, 1, -1, "1000000.5"),
        (0, 5, -2, "0"),
    ],
)
def test_multiples_of_a_step_have_its_digits(number: int, step: int, power: int, text: str) -> None:
    assert multiple(number, step, power) == text
