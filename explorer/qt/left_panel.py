"""The left of the window: the picture, what the net is fed of it, and the net's answer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from explorer.nn.spec import Shape
from explorer.qt.answer_view import AnswerSection
from explorer.qt.buttons import FlatButton, Segments
from explorer.qt.images import bytes_of, image_of
from explorer.qt.look import Look
from explorer.qt.panels import Facts, Header, Panel, SidePanel, label, rule
from explorer.qt.photo_view import FED, PhotoView
from explorer.qt.theme import MARGIN
from explorer.session.state import Cell
from explorer.session.view import AnswerPart, InputPart

_FITS = (("crop", "Crop"), ("pad", "Pad"), ("stretch", "Stretch"))
_TIPS = {
    "crop": "Cut the middle of the picture to the net's shape",
    "pad": "Show the whole picture with borders",
    "stretch": "Squeeze the picture into the net's shape",
}


class LeftPanel(SidePanel):
    """Shows the input and the answer.

    Attributes
    ----------
    open_asked
        Another picture is to be opened.
    fit_chosen
        ``"crop"``, ``"pad"`` or ``"stretch"``.
    """

    open_asked = Signal()
    fit_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        open_button = FlatButton(look, "folder-open", "Open image (Ctrl+O)")
        open_button.clicked.connect(self.open_asked)
        self._samples = FlatButton(look, "stack", "Use a sample")
        self._samples.hide()
        self._photo = PhotoView(look)
        self._fed = PhotoView(look, small=True)
        self._facts = Facts()
        self._fit = Segments(_FITS, "Fit")
        for key, tip in _TIPS.items():
            self._fit.explain(key, tip)
        self._fit.chosen.connect(self.fit_chosen)
        self._words = label(tone="second", size=11)
        self._words.setWordWrap(True)
        self._answer = AnswerSection(look)
        self._content = Panel("side")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        column.setSpacing(0)
        column.addWidget(Header("Input", (self._samples, open_button)))
        column.addWidget(self._photo)
        column.addWidget(self._facts)
        self._fit_row = _indented(self._fit)
        column.addWidget(self._fit_row)
        column.addWidget(rule())
        self._fed_header = Header("Fed to the net")
        column.addWidget(self._fed_header)
        column.addLayout(self._fed_row())
        column.addWidget(self._answer)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.hide()

    def _fed_row(self) -> QHBoxLayout:
        """Return the tensor as fed beside what was done to it, in words."""
        self._fed.setFixedWidth(FED + 2 * MARGIN)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(0)
        row.addWidget(self._fed, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        return row

    def offer_samples(self, menu: QMenu) -> None:
        """Let the user choose from the pictures to begin with."""
        self._samples.setMenu(menu)
        self._samples.show()

    def show_input(self, part: InputPart | None) -> None:
        """Draw another picture."""
        self._content.setVisible(part is not None)
        if part is None:
            return
        self._photo.show_pixels(image_of(bytes_of(part.pixels)), part.box, part.name)
        fed = part.fitted is not None
        self._fed.setVisible(fed)
        self._fed_header.setVisible(bool(part.normalisation))
        if part.fitted is not None:
            height, width = part.fitted.shape[:2]
            self._fed.show_pixels(image_of(bytes_of(part.fitted)), (0, 0, height, width), "The tensor as fed")
        self._facts.show_facts(part.facts)
        self._fit.show_choice(part.fit)
        self._fit_row.setVisible(part.fit_matters)
        self._words.setText(part.normalisation)
        self._words.setVisible(bool(part.normalisation))
        self._words.setContentsMargins(0 if fed else MARGIN, 0, MARGIN, 0)

    def mark(self, cell: Cell | None, plane: Shape) -> None:
        """Box what lies where ``cell`` lies in a map of height and width ``plane``; lines and points lie nowhere."""
        spot = None
        if cell is not None and min(plane, default=1) > 1:
            height, width = plane
            spot = QRectF(cell.x / width, cell.y / height, 1 / width, 1 / height)
        for view in (self._photo, self._fed):
            view.mark(spot)

    def show_answer(self, part: AnswerPart | None) -> None:
        """Draw another answer; None where the net does not classify."""
        self._answer.show_answer(part)


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(MARGIN, 0, MARGIN, 10)
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return holder
