from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from explorer.qt.basics.cells import cell_at, cell_box

BOX = QRectF(10, 20, 50, 30)


def test_cells_fill_their_box() -> None:
    assert cell_box(BOX, (3, 5), 0, 0).topLeft() == BOX.topLeft()
    assert cell_box(BOX, (3, 5), 2, 4).bottomRight() == BOX.bottomRight()


def test_each_cell_is_found_where_it_lies() -> None:
    for y in range(3):
        for x in range(5):
            assert cell_at(BOX, (3, 5), cell_box(BOX, (3, 5), y, x).center()) == (y, x)
    assert cell_at(BOX, (3, 5), BOX.bottomRight()) == (2, 4)
    assert cell_at(BOX, (3, 5), QPointF(9, 21)) is None
