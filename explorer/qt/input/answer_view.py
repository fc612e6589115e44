"""The net's answer: its likeliest classes with their probabilities."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, label, rule
from explorer.qt.basics.theme import MARGIN, font
from explorer.session.views.input import Answer, AnswerPart

_APART = 8
"""Least space between a name and its percent."""


class AnswerSection(QWidget):
    """The likeliest classes with their probabilities.

    Attributes
    ----------
    labels_asked
        The names of the classes are to be read from a file.
    """

    labels_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        names = FlatButton(look, "tag", "Names of the classes from a text file")
        names.clicked.connect(self.labels_asked)
        self._bars = _Bars(look)
        self._note = label(tone="second", size=11)
        self._note.setWordWrap(True)
        self._note.setContentsMargins(MARGIN, 4, MARGIN, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), Header("Prediction", (names,)), self._bars, self._note):
            column.addWidget(part)

    def show_answer(self, part: AnswerPart | None) -> None:
        """Draw another answer."""
        self.setVisible(part is not None)
        if part is not None:
            self._bars.show_answers(part.answers)
            self._note.setText(part.note)
            self._note.setVisible(bool(part.note))


class _Bars(QWidget):
    """A row a class: name, percent and a bar from 0 to 1."""

    _ROW = 26

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._answers: Sequence[Answer] = ()
        self._names: list[str] = []
        look.changed.connect(self.update)

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Draw other classes."""
        self._answers = answers
        self.setFixedHeight(len(answers) * self._ROW + 4)
        self.setAccessibleName("; ".join(f"{answer.label} {answer.percent}" for answer in answers))
        self._cut_names()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the names to the new width."""
        super().resizeEvent(event)
        self._cut_names()

    def _cut_names(self) -> None:
        """Cut the names to the width, and tell those that there is no room for as a tooltip."""
        room = self.width() - 2 * MARGIN
        self._names = [self._name(answer, room) for answer in self._answers]
        pairs = zip(self._answers, self._names, strict=True)
        self.setToolTip("\n".join(answer.label for answer, name in pairs if name != answer.label))

    def _name(self, answer: Answer, room: float) -> str:
        """Return as much of a class's name as fits beside its percent."""
        metrics = QFontMetricsF(font(12, QFont.Weight.DemiBold))
        spare = room - metrics.horizontalAdvance(answer.percent) - _APART
        return metrics.elidedText(answer.label, Qt.TextElideMode.ElideRight, spare)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        theme = self._look.theme
        for i, (answer, name) in enumerate(zip(self._answers, self._names, strict=True)):
            row = QRectF(MARGIN, i * self._ROW, self.width() - 2 * MARGIN, 18)
            painter.setFont(font(12, QFont.Weight.DemiBold if i == 0 else QFont.Weight.Normal))
            painter.setPen(theme.color("text"))
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
            painter.setPen(theme.color("second"))
            painter.drawText(row, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), answer.percent)
            bar = QRectF(row.left(), row.bottom(), row.width(), 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(bar, 2, 2)
            if answer.probability > 0:
                painter.setBrush(theme.color("accent" if i == 0 else "strong"))
                painter.drawRoundedRect(bar.adjusted(0, 0, -bar.width() * (1 - answer.probability), 0), 2, 2)
        painter.end()
