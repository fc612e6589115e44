from __future__ import annotations

import math

import numpy as np
import pytest

from explorer.session.numbers import duration, exact, extents, percent, signed, speed, typeset, unrounded


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0 ms"),
        (0.0003, "< 1 µs"),
        (0.007, "7 µs"),
        (0.24, "0.24 ms"),
        (3.14, "3.1 ms"),
        (17.8, "18 ms"),
        (1300, "1.3 s"),
    ],
)
def test_durations_have_two_digits(milliseconds: float, text: str) -> None:
    assert duration(milliseconds) == text


@pytest.mark.parametrize(
    ("multiply_adds", "text"),
    [(6_550_000_000, "131 GFLOP/s"), (360_000_000, "7.2 GFLOP/s"), (499_000_000, "10 GFLOP/s")],
)
def test_speeds_count_a_multiply_add_as_two(multiply_adds: int, text: str) -> None:
    assert speed(multiply_adds, 100) == text


@pytest.mark.parametrize("value", [0.1, -1 / 3, 1e-30, 16777216, 3.4e38])
def test_exact_reads_back_unchanged(value: float) -> None:
    single = np.float32(value)
    assert np.float32(exact(float(single)).replace("\N{MINUS SIGN}", "-")) == single


def test_zero_has_no_sign() -> None:
    assert exact(-0.0) == exact(0.0) == unrounded(-0.0) == unrounded(0.0) == "0"


def test_open_extents_are_question_marks() -> None:
    assert extents((3, None, 5)) == "3 × ? × 5"


def test_shares_have_one_decimal() -> None:
    assert percent(0.1764) == "17.6 %"


def test_a_share_that_is_no_number_is_called_so() -> None:
    assert (percent(0.1764), percent(0), percent(math.nan)) == ("17.6 %", "0.0 %", "NaN")


def test_unrounded_numbers_read_back_unchanged() -> None:
    assert (unrounded(0.1), unrounded(-2.0), unrounded(0.0)) == ("0.1", "\u22122", "0")
    assert float(unrounded(-1 / 3).replace("\u2212", "-")) == -1 / 3


def test_signs_are_written_out() -> None:
    assert [signed(text) for text in ("0.5", "\u22122", "0", "NaN")] == ["+0.5", "\u22122", "0", "NaN"]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("max(0, x)", "max(0, x)"),
        ("(x - mean) / sqrt(variance + 1e-5) * scale", "(x − mean) / sqrt(variance + 1e−5) · scale"),
        ("x ** y", "x^y"),
        ("x >= y", "x ≥ y"),
        ("1 / (1 + exp(-x))", "1 / (1 + exp(−x))"),
    ],
)
def test_formulas_have_printed_signs(formula: str, printed: str) -> None:
    assert typeset(formula) == printed
