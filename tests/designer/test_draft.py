from explorer.designer.draft import draft, parse, shapes
from explorer.designer.presets import presets
from explorer.designer.text import text_of


def test_every_preset_reads_back_from_its_canonical_text() -> None:
    for name, path in presets().items():
        design = parse(path.read_text(encoding="utf-8"), name)
        assert parse(text_of(design)) == design, name


def test_shapes_are_those_of_the_lines_that_are_right() -> None:
    read = draft("input 32x32x3\nconv 6 5x5\nrelu\ncnov 16 5x5\nrelu\n")
    assert [(row.line, row.shape) for row in read.rows] == [
        (1, (1, 3, 32, 32)),
        (2, (1, 6, 28, 28)),
        (3, (1, 6, 28, 28)),
    ]
    assert [error.line for error in read.errors] == [4]
    assert shapes(read.design) == read.rows
