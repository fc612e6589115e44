"""The bias of a filter as one more cell, changed in the ways that its weights are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtWidgets import QMenu

from explorer.nn.spec import FLOAT
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import MARGIN
from explorer.qt.filters.editor import HOW, FilterEditor
from explorer.qt.filters.menus import append
from explorer.session.filters.kernels import FilterPart
from explorer.session.numbers import exact

_CELL = 28


class BiasView(FilterEditor):
    """Shows the bias.

    Attributes
    ----------
    bias_chosen
        The number that it is to be.
    bias_reset
        It is to be as it was.
    """

    bias_chosen = Signal(float)
    bias_reset = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Bias", "")
        self.setFixedWidth(_CELL + 2 * MARGIN)
        self.weight_chosen.connect(lambda _, value: self.bias_chosen.emit(value))
        self.menu_asked.connect(self._open_menu)

    def show_bias(self, part: FilterPart | None) -> None:
        """Draw the bias of another filter; nothing where there is none, and no place for one."""
        edited = part.edited if part is not None else None
        bias = part.bias if part is not None else None
        if bias is None and edited is not None and edited.bias is not None:
            bias = 0.0
        self.setVisible(bias is not None)
        if part is None or bias is None:
            self.show_filter(None)
            return
        was = edited and replace(edited, kernels=np.full((1, 1, 1), edited.bias or 0.0, FLOAT))
        kernels = np.full((1, 1, 1), bias, FLOAT)
        self.show_filter(replace(part, channels=("Bias",), maps=None, kernels=kernels, edited=was), (0,))

    def _open_menu(self, _: object, point: QPoint) -> None:
        """Offer what can be done with the bias."""
        if self._part is None or self._part.edited is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        append(
            menu, "Set the bias to 0", "Nothing is added", lambda: self.bias_chosen.emit(0.0), possible=self.can_edit
        )
        reset, marked = "The bias as it was before it was edited", bool(self._part.marked.any())
        append(menu, "Reset the bias", reset, self.bias_reset.emit, possible=marked)
        menu.popup(point)

    def words_at(self, point: QPointF) -> str:
        """Return the bias in full, and what can be done with it."""
        if self._part is None:
            return ""
        number = exact(float(self._part.kernels[0, 0, 0]))
        bias = (
            f"bias {number}: added once to each sum" if self._part.bias is not None else "no bias, until one is given"
        )
        return f"{bias}\n{HOW if self.can_edit else ''}".strip()
