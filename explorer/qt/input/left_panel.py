"""The left of the window: the picture, the net's answer, and what the net is fed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton, Segments
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Facts, Header, Panel, SidePanel
from explorer.qt.basics.theme import MARGIN
from explorer.qt.input.answer_view import AnswerSection
from explorer.qt.input.crop_view import CropView
from explorer.qt.input.feed_section import FeedSection
from explorer.session.filters.sharing import Lit
from explorer.session.maps.outlines import FieldPart, Rect
from explorer.session.views.input import AnswerPart, FeedPart, InputPart

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
    crop_chosen
        The ``Box`` of the picture that the net is to see; None for what the fit chooses.
    format_chosen
        The ``InputFormat`` that the net is to be fed in.
    format_reset
        The net is to be fed as its file says.
    labels_asked
        The names of its classes are to be read from a file.
    place_hovered, place_clicked
        Row and column of what the net sees, from 0 to 1; None when the pointer leaves it.
    """

    open_asked = Signal()
    fit_chosen = Signal(str)
    crop_chosen = Signal(object)
    format_chosen = Signal(object)
    format_reset = Signal()
    labels_asked = Signal()
    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        open_button = FlatButton(look, "folder-open", "Open image (Ctrl+O)")
        self._samples = FlatButton(look, "stack", "Use a sample")
        super().__init__(Header("Input", (self._samples, open_button)))
        open_button.clicked.connect(self.open_asked)
        self._samples.hide()
        self._photo = CropView(look)
        self._photo.crop_chosen.connect(self.crop_chosen)
        self._facts = Facts()
        self._fit = Segments(_FITS, "Fit")
        for key, tip in _TIPS.items():
            self._fit.explain(key, tip)
        self._fit.chosen.connect(self.fit_chosen)
        self._whole = FlatButton(look, "arrow-counter-clockwise", "Reset the box (Home)")
        self._whole.clicked.connect(lambda: self.crop_chosen.emit(None))
        self._feed = FeedSection(look)
        self._feed.opened.connect(self._scroll_to)
        self._feed.format_chosen.connect(self.format_chosen)
        self._feed.reset_asked.connect(self.format_reset)
        for view in (self._photo, self._feed.picture):
            view.place_hovered.connect(self.place_hovered)
            view.place_clicked.connect(self.place_clicked)
        self._answer = AnswerSection(look)
        self._answer.labels_asked.connect(self.labels_asked)
        self._content = Panel("side")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        column.setSpacing(0)
        column.addWidget(self._photo)
        column.addWidget(self._facts)
        self._fit_row = self._make_fit_row()
        for section in (self._fit_row, self._answer, self._feed):
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.hide()

    def _make_fit_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(MARGIN, 0, MARGIN - 6, 10)
        row.addWidget(self._fit)
        row.addStretch(1)
        row.addWidget(self._whole)
        return holder

    def offer_samples(self, menu: QMenu) -> None:
        """Let the user choose from the pictures to begin with."""
        self._samples.setMenu(menu)
        self._samples.show()

    def show_input(self, part: InputPart | None) -> None:
        """Draw another picture, or another part of it."""
        self._content.setVisible(part is not None)
        if part is None:
            return
        self._photo.show_pixels(part.pixels, part.name, part.framing, fixed=part.fixed)
        self._facts.show_facts(part.facts)
        self._fit.show_choice(part.fit)
        self._fit.setVisible(part.fit_matters)
        resettable = part.cropped and not part.fixed
        self._fit.setEnabled(not part.fixed)
        self._whole.setVisible(resettable)
        self._fit_row.setVisible(part.fit_matters or resettable)

    def show_feed(self, part: FeedPart | None) -> None:
        """Draw another tensor; None where the net takes no picture."""
        self._feed.show_part(part)

    def _scroll_to(self, part: QWidget) -> None:
        """Bring a part that is shown just now into view, as soon as it has its place."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, MARGIN))

    def show_pointed(self, part: FieldPart | None) -> None:
        """Outline what is looked at of the input: the receptive field of a unit, or a pixel."""
        outline = part.outlines.get(part.input) if part is not None else None
        for view in (self._photo, self._feed):
            view.show_outline(outline, dims=part is not None and part.way == "sees")

    def show_lit(self, lit: Lit | None) -> None:
        """Light up what a weight multiplies, where it is laid on the input itself."""
        inputs = lit.inputs if lit is not None and lit.fed else None
        for view in (self._photo, self._feed.picture):
            view.show_lit(inputs)

    def show_uncovered(self, uncovered: Sequence[Rect]) -> None:
        """Hatch parts of the input that no window of the selected layer holds."""
        for view in (self._photo, self._feed.picture):
            view.show_uncovered(uncovered)

    def show_answer(self, part: AnswerPart | None) -> None:
        """Draw another answer; None where the net does not classify."""
        self._answer.show_answer(part)
