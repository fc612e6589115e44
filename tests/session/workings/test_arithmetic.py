from __future__ import annotations

import math

from explorer.session.arithmetic.text import text_of
from explorer.session.pointed import Cell
from explorer.session.views.workings import Nothing
from explorer.session.workings.arithmetic import ArithmeticPart


def test_tab_says_what_to_do_until_something_is_looked_at(digits) -> None:
    digits.session.show_tab("arithmetic")
    assert isinstance(digits.view.workings, Nothing) and "Point at" in digits.view.workings.words
    digits.session.pin(Cell(1, 2, 3))
    part = digits.view.workings
    assert isinstance(part, ArithmeticPart) and part.title == "conv1:1@3,2"
    assert part.place == 2 * 28 + 3 and part.places == 28 * 28


def test_terms_are_ordered_and_unfolded_as_chosen(digits) -> None:
    session = digits.session
    session.show_tab("arithmetic")
    session.go_to("fc4:3")
    session.pin(Cell(3, 0, 0))
    assert len(digits.view.workings.worked.steps[0].terms) == 8
    session.toggle_unfolded()
    step = digits.view.workings.worked.steps[0]
    assert len(step.terms) == step.total == 120
    session.set_terms("index")
    terms = digits.view.workings.worked.steps[0].terms
    assert [term.name for term in terms[:3]] == ["Input 0", "Input 1", "Input 2"]


def test_text_has_all_digits_and_adds_up(digits) -> None:
    session = digits.session
    session.show_tab("arithmetic")
    session.go_to("conv2:1@9,1")
    text = text_of(digits.view.workings.worked)
    lines = text.splitlines()
    assert lines[0] == "conv2:1@9,1" and "Conv conv2: conv2:1@9,1" in lines
    numbers = [
        float(line.split(": ")[1].replace("\N{MINUS SIGN}", "-")) for line in lines if line.startswith("  Channel ")
    ]
    (total,) = [float(line.split(": ")[1].replace("\N{MINUS SIGN}", "-")) for line in lines if "Sum of 6" in line]
    assert len(numbers) == 6 and math.fsum(numbers) == total
    assert sum("\N{MIDDLE DOT}" in line for line in lines) == 6 * 5
