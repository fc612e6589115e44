from __future__ import annotations

import pytest

from explorer.session.arithmetic.told import told_of_cell, told_of_term
from explorer.session.pointed import Cell


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_a_cell_of_a_term_is_told_with_its_product(digits, worked_at) -> None:
    term = worked_at("conv2", Cell(3, 2, 4)).steps[0].terms[1]
    told = told_of_cell(term, 1, 2)
    where, _, product = told.exact.partition(": ")
    assert where == f"{term.name}, row 1 and column 2 of the window"
    x, w, result = (number(text) for text in product.split()[::2])
    assert x * w == result == term.grids[2].numbers[1, 2]
    assert [number(text) for text in told.text.partition(": ")[2].split()[::2]] == pytest.approx(
        [x, w, result], rel=5e-3
    )


def test_what_a_term_gives_is_told(worked_at) -> None:
    term = worked_at("conv2", Cell(3, 2, 4)).steps[0].terms[1]
    told = told_of_term(term)
    assert told.text.startswith(f"{term.name}: ") and number(told.exact.split(": ")[1]) == term.number


def test_padding_is_told(desk, photo) -> None:
    desk.session.open_net("cifar10")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.hover(Cell(0, 0, 0))
    term = desk.view.arithmetic.steps[0].terms[0]
    assert term.grids[0].outside[0, 0] and "0 (padding) " in told_of_cell(term, 0, 0).text
