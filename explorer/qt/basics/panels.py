"""What side panels are built of: headers, rules, labels and rows of a name with a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from explorer.qt.basics.theme import MARGIN, font

_HEADER_HEIGHT = 36
_LEAST_TEXT = 48

_AFTER_SIGN = re.compile(r"(?<=[/._:-])(?=[^\W\d])")
_BREAK = "\N{ZERO WIDTH SPACE}"
_EQUALS = re.compile(" (?== )")

W = TypeVar("W", bound=QWidget)


def label(text: str = "", *, tone: str = "", size: int = 12, weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    """Return a label of one line in a tone of the style sheet: "", "second", "third", "error" or "warn"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, weight))
    if tone:
        made.setProperty("tone", tone)
    return made


def named(widget: W, name: str) -> W:
    """Return ``widget`` with the name that the style sheet knows it by."""
    widget.setObjectName(name)
    return widget


def follow_width(widget: QWidget) -> None:
    """Let the height of a widget be what its ``heightForWidth`` returns."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def rule() -> QFrame:
    """Return a line between two sections."""
    return named(QFrame(), "rule")


class Panel(QWidget):
    """A widget whose background the style sheet paints, by its object name."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class SidePanel(QScrollArea):
    """A panel at the side of the window, scrolled where it is higher than the window.

    Parameters
    ----------
    header
        Stands above it and does not scroll.
    """

    def __init__(self, header: Header) -> None:
        super().__init__()
        self.header = header
        header.setParent(self)
        header.hide()
        self.setObjectName("side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class CanvasArea(QScrollArea):
    """Scrolls one widget that paints many things: Tab does not bring all of it into view, which would be its middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, Qt's name
        """Move the focus, and nothing else."""
        return QWidget.focusNextPrevChild(self, next)


class Header(Panel):
    """The title of a section with its buttons at the right.

    Parameters
    ----------
    before
        Stands left of the title, which is cut at its end where it is long.
    """

    def __init__(self, title: str, buttons: Sequence[QWidget] = (), before: QWidget | None = None) -> None:
        super().__init__("section")
        self.setFixedHeight(_HEADER_HEIGHT)
        cut = Qt.TextElideMode.ElideMiddle if before is None else Qt.TextElideMode.ElideRight
        self._title = Elided(title, size=13, weight=QFont.Weight.DemiBold, cut=cut)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 4, MARGIN - 6, 4)
        self._row.setSpacing(0)
        if before is not None:
            self._title.setMinimumWidth(1)
            self._row.addWidget(before)
            self._row.addSpacing(MARGIN)
        self._row.addWidget(self._title, 1)
        for button in buttons:
            self.append(button)

    def append(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(button)

    def show_title(self, title: str) -> None:
        """Print another title."""
        self._title.show_text(title)


class Elided(QLabel):
    """A label that cuts a text too long, and shows all of it as a tooltip.

    Parameters
    ----------
    fills
        Whether it takes all the room there is, rather than as much as its text needs.
    cut
        Where a text is cut: names in the middle, sentences at the end.
    """

    def __init__(
        self,
        text: str = "",
        *,
        tone: str = "",
        size: int = 12,
        weight: QFont.Weight = QFont.Weight.Normal,
        fills: bool = True,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__()
        self._cut = cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight))
        across = QSizePolicy.Policy.Ignored if fills else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        if tone:
            self.setProperty("tone", tone)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Print ``text`` as far as it fits."""
        if text != self._whole:
            self._whole = text
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few letters."""
        return QSize(min(_LEAST_TEXT, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        lines = self._lines(metrics)
        shown = [metrics.elidedText(line, self._cut, self.width()) for line in lines]
        self.setText("\n".join(shown))
        self.setToolTip(self._whole if shown != lines else "")

    def _lines(self, metrics: QFontMetrics) -> list[str]:
        return [self._whole]


class _Value(Elided):
    """A value whose sum goes on in the next line where it is too long for one."""

    def _lines(self, metrics: QFontMetrics) -> list[str]:
        fits = metrics.horizontalAdvance(self._whole) <= self.width()
        return [self._whole] if fits else _EQUALS.split(self._whole)


class Wrapped(QLabel):
    """A text on as many lines as it needs; names that are too long for a line are broken behind their signs."""

    def __init__(self, *, tone: str = "second", size: int = 12) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size))
        self.setProperty("tone", tone)
        self.setWordWrap(True)

    def show_text(self, text: str) -> None:
        """Print another text."""
        self.setText(_AFTER_SIGN.sub(_BREAK, text))
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Return a width that no word widens."""
        return QSize(_LEAST_TEXT, super().minimumSizeHint().height())


class Facts(QWidget):
    """Names at the left, values at the right, one pair a row."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, 6, MARGIN, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, Elided]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Print these pairs and no others."""
        for _ in range(len(facts) - len(self._rows)):
            self._append()
        for i, (name, value) in enumerate(self._rows):
            name.setVisible(i < len(facts))
            value.setVisible(i < len(facts))
            if i < len(facts):
                name.setText(facts[i][0])
                value.show_text(facts[i][1])

    def _append(self) -> None:
        name, value = label(tone="second"), _Value()
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(name, len(self._rows), 0)
        self._grid.addWidget(value, len(self._rows), 1)
        self._rows.append((name, value))
