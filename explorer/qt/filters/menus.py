"""The menus of a filter: kernels that are known by name, and ways back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.render.colour import palette
from explorer.render.levels import levels_of
from explorer.render.paint import paint
from explorer.session.filters.fills import Fill, fills_for
from explorer.session.filters.kernels import FilterPart
from explorer.session.pointed import Weight

_ICON = 20


def append_fills(menu: QMenu, look: Look, kernel: Array, fill: Callable[[Fill], None]) -> None:
    """Offer all that fits in the place of a kernel slice (KH, KW), with a picture of each."""
    menu.setToolTipsVisible(True)
    for choice in fills_for(kernel.shape):
        append(menu, choice.title, choice.hint, partial(fill, choice)).setIcon(_picture(choice.kernel(kernel), look))


def _picture(kernel: Array, look: Look) -> QIcon:
    """Return a kernel slice as a small picture, in the colours of weights."""
    colours = paint(kernel, levels_of(kernel[None])[0], palette("weights", look.theme.name))
    side = Qt.AspectRatioMode.KeepAspectRatio
    return QIcon(QPixmap.fromImage(image_of(colours)).scaled(_ICON, _ICON, side))


def append(menu: QMenu, title: str, hint: str, run: Callable[[], None], *, possible: bool = True) -> QAction:
    """Put an entry at the end of a menu."""
    action = menu.addAction(title)
    action.setToolTip(hint)
    action.setEnabled(possible)
    action.triggered.connect(lambda _=False: run())
    return action


class FilterMenu(QMenu):
    """What can be done with a weight, with its kernel slice, and with the filter.

    Parameters
    ----------
    what
        A weight, or a kernel slice; None for the filter alone.
    offered
        What stands at the end.

    Attributes
    ----------
    weight_set
        A ``Weight``, and the value that it is to have.
    fill_chosen
        A ``Fill``, and the kernel slice that it is for; None for all of them.
    factor_chosen
        What the filter is to be scaled by.
    weight_reset, kernel_reset, filter_reset
        It is to be as it was.
    enlarge_asked
        The kernel slice that is to be seen large.
    """

    weight_set = Signal(object, float)
    fill_chosen = Signal(object, object)
    factor_chosen = Signal(float)
    weight_reset = Signal(object)
    kernel_reset = Signal(int)
    filter_reset = Signal()
    enlarge_asked = Signal(int)

    def __init__(
        self, parent: QWidget, look: Look, part: FilterPart, what: Weight | int | None, offered: Sequence[QAction]
    ) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)
        self.setToolTipsVisible(True)
        self._look = look
        self._part = part
        self._open = part.edited is not None and part.edited.factor != 0
        if isinstance(what, Weight):
            self._append_weight(what)
        if what is not None:
            self._append_kernel(what.kernel if isinstance(what, Weight) else what)
        self._append_filter()
        self.addSeparator()
        self.addActions(list(offered))

    def _append_weight(self, weight: Weight) -> None:
        marked = bool(self._part.marked[weight.kernel, weight.y, weight.x])
        cut = "Its pixel no longer counts"
        append(self, "Set the weight to 0", cut, lambda: self.weight_set.emit(weight, 0.0), possible=self._open)
        reset = "The weight as it was before it was edited"
        append(self, "Reset the weight", reset, lambda: self.weight_reset.emit(weight), possible=marked)
        self.addSeparator()

    def _append_kernel(self, kernel: int) -> None:
        fills = self.addMenu(f"Fill kernel slice {self._part.channels[kernel]} with")
        fills.setEnabled(self._open)
        append_fills(fills, self._look, self._part.kernels[kernel], lambda fill: self.fill_chosen.emit(fill, kernel))
        enlarge = "All of its weights, large enough to be read and hit"
        append(self, "Enlarge the kernel slice", enlarge, lambda: self.enlarge_asked.emit(kernel))
        reset = "The kernel slice as it was before it was edited"
        marked = bool(self._part.marked[kernel].any())
        append(self, "Reset the kernel slice", reset, lambda: self.kernel_reset.emit(kernel), possible=marked)
        self.addSeparator()

    def _append_filter(self) -> None:
        edited = self._part.edited
        assert edited is not None
        fills = self.addMenu("Fill all kernel slices with")
        fills.setEnabled(self._open)
        append_fills(fills, self._look, self._part.kernels[0], lambda fill: self.fill_chosen.emit(fill, None))
        if edited.factor:
            append(self, "Ablate the filter", "Set all of it to 0", lambda: self.factor_chosen.emit(0.0))
        else:
            append(self, "Restore the filter", "Ablate it no longer", lambda: self.factor_chosen.emit(1.0))
        reset = "The filter and its bias as they were before they were edited"
        append(self, "Reset the filter", reset, self.filter_reset.emit, possible=edited.changed)
