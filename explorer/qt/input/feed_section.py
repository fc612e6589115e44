"""What the net is fed: the tensor as a picture, in words and in numbers, and how to change it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Facts, Header, label, rule
from explorer.qt.basics.theme import MARGIN
from explorer.qt.input.feed_editor import FeedEditor
from explorer.qt.input.photo_view import FED, PhotoView
from explorer.session.maps.outlines import Outline
from explorer.session.views.input import FeedPart


class FeedSection(QWidget):
    """Shows how the picture becomes a tensor; its fields stay closed until they are asked for.

    Attributes
    ----------
    opened
        The fields, which are to be scrolled to.
    format_chosen
        The ``InputFormat`` that the net is to be fed in.
    reset_asked
        The net is to be fed as its file says.
    """

    opened = Signal(QWidget)
    format_chosen = Signal(object)
    reset_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._change = FlatButton(look, "sliders-horizontal", "Change how the net is fed")
        self._change.setCheckable(True)
        self._reset = FlatButton(look, "arrow-counter-clockwise", "Feed the net as before it was changed")
        self._reset.clicked.connect(self.reset_asked)
        self.picture = PhotoView(look, small=True)
        self.picture.setFixedWidth(FED + 2 * MARGIN)
        self._words, self._origin = label(tone="second", size=11), label(tone="third", size=11)
        for words in (self._words, self._origin):
            words.setWordWrap(True)
        self._texts = QVBoxLayout()
        self._told: FeedPart | None = None
        self._facts = Facts()
        self._editor = FeedEditor(look)
        self._editor.format_chosen.connect(self.format_chosen)
        self._change.toggled.connect(self._open)
        self._editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addWidget(Header("Fed to the net", (self._reset, self._change)))
        column.addLayout(self._row())
        column.addWidget(self._facts)
        column.addWidget(self._editor)

    def show_part(self, part: FeedPart | None) -> None:
        """Draw another tensor; None where the net takes no picture."""
        self.setVisible(part is not None)
        if part is None:
            return
        self.picture.setVisible(part.pixels is not None)
        if part.pixels is not None:
            self.picture.show_pixels(part.pixels, "The tensor as fed")
        self._texts.setContentsMargins(4 if part.pixels is not None else MARGIN, 0, MARGIN, 0)
        self._facts.show_facts(part.facts)
        self._facts.setVisible(bool(part.facts))
        self._editor.show_part(part)
        told = replace(part, run=0, facts=(), pixels=None)
        if told != self._told:
            self._told = told
            self._tell(part)

    def _tell(self, part: FeedPart) -> None:
        """Say how the net is fed, which is the same from pass to pass."""
        self._words.setText(part.words)
        self._origin.setText(part.origin)
        self._origin.setProperty("tone", "warn" if part.changed else "third")
        self._origin.style().polish(self._origin)
        self._reset.setVisible(part.changed and not part.fixed)
        self._change.setVisible(not part.fixed)
        self._editor.setVisible(self._change.isChecked() and not part.fixed)

    def _open(self, wanted: bool) -> None:
        self._editor.setVisible(wanted)
        if wanted:
            self.opened.emit(self._editor)

    def show_outline(self, outline: Outline | None, *, dims: bool) -> None:
        """Outline a part of the tensor."""
        self.picture.show_outline(outline, dims=dims)

    def _row(self) -> QHBoxLayout:
        """Return the picture beside its words."""
        self._texts.setSpacing(4)
        self._texts.addWidget(self._words)
        self._texts.addWidget(self._origin)
        self._texts.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(0)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts, 1)
        return row
