"""The left of the window: the picture, what the net is fed of it, and the net's answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from explorer.nn.spec import Shape
from explorer.qt.buttons import FlatButton, Segments
from explorer.qt.images import bytes_of, image_of
from explorer.qt.look import Look
from explorer.qt.marks import draw_mark
from explorer.qt.panels import Facts, Header, Panel, SidePanel, label, rule
from explorer.qt.theme import MARGIN, font
from explorer.session.state import Cell
from explorer.session.view import Answer, AnswerPart, InputPart

_FITS = (("crop", "Crop"), ("pad", "Pad"), ("stretch", "Stretch"))
_FED = 96
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
        self._answer = _AnswerSection(look)
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
        self._fed.setFixedWidth(_FED + 2 * MARGIN)
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


class PhotoView(QWidget):
    """A picture as wide as the panel, dimmed outside of what the net sees.

    Parameters
    ----------
    small
        Pixels are shown crisp, at most 96 pixels high.
    """

    def __init__(self, look: Look, *, small: bool = False) -> None:
        super().__init__()
        self._look = look
        self._small = small
        self._image, self._scaled = QImage(), QImage()
        self._box = (0.0, 0.0, 0.0, 0.0)
        self._spot: QRectF | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pixels(self, image: QImage, box: tuple[float, float, float, float], name: str) -> None:
        """Draw another picture; ``box`` is top, left, bottom, right of what the net sees, in its pixels."""
        self._image, self._box, self._scaled = image, box, QImage()
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def mark(self, spot: QRectF | None) -> None:
        """Box a part of what the net sees, in parts of its width and height."""
        if spot != self._spot:
            self._spot = spot
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the picture in a panel of usual width."""
        return QSize(264, self.heightForWidth(264))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture in a panel of this width."""
        return round(self._place(width).height()) + 2

    def _place(self, width: int) -> QRectF:
        if self._image.isNull():
            return QRectF()
        room = max(16, width - 2 * MARGIN)
        most = _FED if self._small else room * 1.25
        scale = min(room / self._image.width(), most / self._image.height())
        wide, high = self._image.width() * scale, self._image.height() * scale
        return QRectF(MARGIN if self._small else (width - wide) / 2, 1, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the box."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        place = self._place(self.width())
        painter.drawImage(place, self._scaled_to(place.size() * self.devicePixelRatioF()))
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_box(painter, place)
        self._paint_spot(painter, place)
        painter.end()

    def _scaled_to(self, size: QSizeF) -> QImage:
        """Return the picture in so many device pixels: kept, because a large one takes long to shrink."""
        wanted = size.toSize().expandedTo(QSize(1, 1))
        if self._scaled.size() != wanted:
            shrinks = wanted.width() < self._image.width()
            how = Qt.TransformationMode.SmoothTransformation if shrinks else Qt.TransformationMode.FastTransformation
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
        return self._scaled

    def _seen(self, place: QRectF) -> QRectF:
        """Return what the net sees, which a padded picture leaves room around."""
        scale = place.width() / self._image.width()
        top, left, bottom, right = self._box
        return QRectF(
            place.left() + left * scale, place.top() + top * scale, (right - left) * scale, (bottom - top) * scale
        )

    def _paint_spot(self, painter: QPainter, place: QRectF) -> None:
        if self._spot is None:
            return
        seen, spot = self._seen(place), self._spot
        box = QRectF(
            seen.left() + spot.left() * seen.width(),
            seen.top() + spot.top() * seen.height(),
            spot.width() * seen.width(),
            spot.height() * seen.height(),
        )
        painter.setClipRect(place)
        draw_mark(painter, box)

    def _paint_box(self, painter: QPainter, place: QRectF) -> None:
        seen = self._seen(place).intersected(place)
        if seen.width() >= place.width() - 1 and seen.height() >= place.height() - 1:
            return
        shade = QColor(0, 0, 0, 130)
        painter.fillRect(QRectF(place.topLeft(), QRectF(seen.left(), place.bottom(), 0, 0).topLeft()), shade)
        painter.fillRect(QRectF(QRectF(seen.right(), place.top(), 0, 0).topLeft(), place.bottomRight()), shade)
        painter.fillRect(QRectF(seen.left(), place.top(), seen.width(), seen.top() - place.top()), shade)
        painter.fillRect(QRectF(seen.left(), seen.bottom(), seen.width(), place.bottom() - seen.bottom()), shade)
        painter.setPen(QPen(self._look.theme.color("accent"), 2))
        painter.drawRect(seen.adjusted(1, 1, -1, -1))


class _AnswerSection(QWidget):
    """The likeliest classes with their probabilities."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._bars = _Bars(look)
        self._note = label(tone="second", size=11)
        self._note.setWordWrap(True)
        self._note.setContentsMargins(MARGIN, 4, MARGIN, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), Header("Prediction"), self._bars, self._note):
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
        look.changed.connect(self.update)

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Draw other classes."""
        self._answers = answers
        self.setFixedHeight(len(answers) * self._ROW + 4)
        self.setAccessibleName("; ".join(f"{answer.label} {answer.percent}" for answer in answers))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        theme = self._look.theme
        for i, answer in enumerate(self._answers):
            row = QRectF(MARGIN, i * self._ROW, self.width() - 2 * MARGIN, 18)
            painter.setFont(font(12, QFont.Weight.DemiBold if i == 0 else QFont.Weight.Normal))
            painter.setPen(theme.color("text"))
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), answer.label)
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
