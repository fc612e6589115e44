from __future__ import annotations

from pathlib import Path

import pytest

from explorer.importers.reader import read_net
from explorer.session.computing.drafting import Export, Said, Spell, Spelled, Told, Typed, draft
from explorer.session.drafts.part import DraftPart, draft_part
from explorer.session.drafts.texts import with_seed
from explorer.session.request import DesignText

ALEXNET = "input 224x224x3\nconv 96 11x11 stride 4\nrelu\n"


def said(task: Typed | Spell | Export) -> Said:
    (*_, last) = draft(task)
    return last


def test_volumes_and_parameters_stand_beside_the_lines() -> None:
    part = draft_part("# LeNet\ninput 32x32x1\nconv 6 5x5 -> relu\npool max 2x2\n")
    assert {line: (beside.volume, beside.parameters, beside.kind) for line, beside in part.beside.items()} == {
        1: ("32 × 32 × 1", "", "input"),
        2: ("28 × 28 × 6", "156", "conv"),
        3: ("14 × 14 × 6", "", "pool"),
    }
    assert part.beside[2].told == (
        "conv1: 28 × 28 × 6, (32 − 5 + 2·0)/1 + 1 = 28, parameters (5·5·1 + 1)·6 = 156\nrelu1: 28 × 28 × 6"
    )
    assert part.total == "3 layers, 156 parameters, 118 k multiply-adds, 42 kB of values"
    assert part.sound and part.seed == 0


def test_a_window_that_does_not_come_out_even_is_mended_by_what_the_hint_names() -> None:
    part = draft_part(ALEXNET)
    assert not part.sound and list(part.problems) == [1]
    problem = part.problems[1]
    assert problem.message == "(224 − 11 + 2·0)/4 + 1 = 54.25 is not whole"
    texts = {fix.title: fix.text for fix in problem.fixes}
    assert texts["input 227x227x3"] == ALEXNET.replace("224x224", "227x227")
    assert texts["floor"] == ALEXNET.replace("stride 4", "stride 4 floor")
    for text in texts.values():
        assert draft_part(text).sound


def test_a_misspelled_word_is_mended() -> None:
    (fix,) = draft_part("input 32x32x3\nconv 6 5x5\nrelo  # cut\n").problems[2].fixes
    assert (fix.title, fix.text) == ("relu", "input 32x32x3\nconv 6 5x5\nrelu  # cut\n")


def test_a_misspelled_word_is_mended_although_more_is_wrong() -> None:
    (fix,) = draft_part("input 24x24x1\nconv 6 5x5 strid 2").problems[1].fixes
    assert fix.title == "stride" and "not whole" in draft_part(fix.text).problems[1].message


def test_options_take_the_place_of_their_like() -> None:
    fixes = draft_part("input 24x24x1\nconv 6 5x5 stride 2 pad 1  # odd").problems[1].fixes
    assert fixes
    for fix in fixes:
        assert draft_part(fix.text).sound
        assert fix.text.endswith("# odd") and fix.text.count("pad") <= 1 and fix.text.count("stride") == 1


def test_what_cannot_be_mended_has_a_hint_alone() -> None:
    problem = draft_part("input 4x4x1\nconv 6 5x5\nadd a b").problems[2]
    assert problem.fixes == () and "called 'a'" in problem.message


@pytest.mark.parametrize(
    ("text", "seeded"),
    [
        ("input 8x8x1\nfc 3", "seed 7\ninput 8x8x1\nfc 3"),
        ("# a net\nseed 1\ninput 8x8x1\nfc 3\n", "# a net\nseed 7\ninput 8x8x1\nfc 3\n"),
    ],
)
def test_seed_stands_in_the_text(text: str, seeded: str) -> None:
    assert with_seed(text, 7) == seeded and draft_part(seeded).seed == 7


def test_fixes_are_looked_for_in_the_first_lines_alone() -> None:
    part = draft_part("input 8x8x1\n" + "relo\n" * 50)
    assert [len(problem.fixes) for problem in part.problems.values()][:5] == [1, 1, 1, 0, 0]
    assert len(part.problems) == 50


def test_nothing_is_no_net() -> None:
    part = draft_part("")
    assert not part.sound and part.total.startswith("0 layers")


def test_pattern_is_written_out() -> None:
    found = said(Spell("INPUT -> [[CONV -> RELU]*2 -> POOL?]*2 -> [FC -> RELU]*1 -> FC"))
    assert isinstance(found, Spelled)
    part = draft_part(found.text)
    assert part.sound and sum(beside.kind == "conv" for beside in part.beside.values()) == 6


def test_pattern_that_is_none_is_told() -> None:
    found = said(Spell("INPUT -> [CONV"))
    assert isinstance(found, Told) and found.wrong and "bracket" in found.text


def test_text_is_read_by_the_drafter() -> None:
    found = said(Typed("input 8x8x1\nfc 3"))
    assert isinstance(found, DraftPart) and found.text == "input 8x8x1\nfc 3"


def test_net_is_exported_without_being_opened(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    found = said(Export(DesignText("tiny", "input 8x8x1\nconv 3 3x3\nfc 3\n"), path))
    assert found == Told("Saved net.onnx; its weights are untrained")
    graph = read_net(path)
    assert graph.nodes[0].operator == "Conv" and graph.name == "tiny"


@pytest.mark.parametrize("text", ["input 8x8x1\nconv", "input 8x8x1\nconv 3 3x3"])
def test_export_that_fails_is_told(tmp_path: Path, text: str) -> None:
    found = said(Export(DesignText("tiny", text), tmp_path if "3x3" in text else tmp_path / "net.onnx"))
    assert isinstance(found, Told) and found.wrong
