"""Fields to change how pixels become the numbers that a net is fed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from explorer.errors import UsageError
from explorer.nn.graph import InputFormat
from explorer.qt.basics.buttons import Chooser, Segments
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import label
from explorer.qt.basics.theme import MARGIN
from explorer.session.views.input import FeedPart
from explorer.sources.presets import PRESETS, numbers_in, range_in, with_order, with_preset

_ORDERS = (("RGB", "RGB"), ("BGR", "BGR"), ("Gray", "Grey"))
_TIPS = {
    "RGB": "Red, green, blue: what most nets take",
    "BGR": "Blue, green, red: nets from Caffe, and what OpenCV reads",
    "Gray": "One channel of brightness",
}
_OWN, _STATED = "Numbers of your own", "Numbers from the net's file"

_Read = Callable[[str, InputFormat], InputFormat]


def _ranged(pixels: InputFormat, low: float, high: float) -> InputFormat:
    return replace(pixels, low=low, high=high)


_FIELDS: tuple[tuple[str, str, _Read], ...] = (
    (
        "Black, white",
        "The numbers that black and white become, before mean and deviation",
        lambda text, pixels: _ranged(pixels, *range_in(text)),
    ),
    (
        "Mean",
        "Taken away from each pixel: one number, or one for each channel",
        lambda text, pixels: replace(pixels, mean=numbers_in(text, pixels)),
    ),
    (
        "Deviation",
        "What the rest is divided by: one number, or one for each channel",
        lambda text, pixels: replace(pixels, std=numbers_in(text, pixels, divides=True)),
    ),
)


class FeedEditor(QWidget):
    """Usual ways to choose from, and the numbers themselves.

    Attributes
    ----------
    format_chosen
        The ``InputFormat`` that the net is to be fed in.
    """

    format_chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._chosen = InputFormat()
        self._presets = Chooser(look, "The usual ways to feed a net")
        self._presets.setAccessibleName("Usual ways to feed a net")
        self._entries = self._fill_presets()
        self._orders = Segments(_ORDERS, "Order of channels")
        for key, tip in _TIPS.items():
            self._orders.explain(key, tip)
        self._orders.chosen.connect(lambda key: self.format_chosen.emit(with_order(self._chosen, key)))
        self._fields = [self._field(title, tip, read) for title, tip, read in _FIELDS]
        self._wrong = label(tone="error", size=11)
        self._wrong.setWordWrap(True)
        self._lay_out()

    def show_part(self, part: FeedPart) -> None:
        """Show how the net is fed now."""
        self._chosen = part.chosen
        own = _OWN if part.changed else _STATED
        self._presets.setText(PRESETS[part.preset].title if part.preset in PRESETS else own)
        for name, entry in self._entries.items():
            entry.setChecked(name == part.preset)
        for key, _ in _ORDERS:
            self._orders.enable(key, key in part.orders)
        self._orders.setVisible(part.chosen.channels in dict(_ORDERS))
        if part.chosen.channels in dict(_ORDERS):
            self._orders.show_choice(part.chosen.channels)
        shown = ((part.chosen.low, part.chosen.high), part.chosen.mean, part.chosen.std)
        for field, numbers in zip(self._fields, shown, strict=True):
            field.setText(", ".join(f"{number:.6g}" for number in numbers))
            field.setCursorPosition(0)
        self._wrong.hide()

    def _fill_presets(self) -> dict[str, QAction]:
        menu = QMenu(self._presets)
        menu.setToolTipsVisible(True)
        entries = {}
        for name, preset in PRESETS.items():
            entry = entries[name] = menu.addAction(preset.title)
            entry.setCheckable(True)
            entry.setToolTip(preset.hint)
            entry.triggered.connect(lambda _=False, name=name: self.format_chosen.emit(with_preset(self._chosen, name)))
        self._presets.setMenu(menu)
        return entries

    def _field(self, title: str, tip: str, read: _Read) -> QLineEdit:
        field = QLineEdit()
        field.setToolTip(tip)
        field.setAccessibleName(title)
        field.editingFinished.connect(lambda: self._take(field, read))
        return field

    def _take(self, field: QLineEdit, read: _Read) -> None:
        """Choose what was typed, or say what is wrong with it."""
        if not field.isModified():
            return
        field.setModified(False)
        try:
            chosen = read(field.text(), self._chosen)
        except UsageError as error:
            self._wrong.setText(f"{error.message}: {error.hint}.")
            self._wrong.show()
        else:
            self._wrong.hide()
            self.format_chosen.emit(chosen)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGIN, 4, MARGIN, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._presets, 0, 0, 1, 2)
        grid.addWidget(self._orders, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        for row, (field, (title, _, _)) in enumerate(zip(self._fields, _FIELDS, strict=True), 2):
            grid.addWidget(label(title, tone="second"), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._wrong, 2 + len(_FIELDS), 0, 1, 2)
