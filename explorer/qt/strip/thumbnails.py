"""The cards' pictures: painted when they are first seen, a few at a time, and kept while they hold."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from explorer.nn.spec import Array
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.strip.card import Picture
from explorer.session.views.strip import StripPart

_AT_ONCE = 0.004
"""Seconds of painting between two looks at the user's input."""

_MOST = 512
"""Pictures that are kept."""


class Thumbnails(QObject):
    """Pictures by value name.

    Attributes
    ----------
    painted
        Some that were asked for are there now.
    """

    painted = Signal()

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._part: StripPart | None = None
        self._pixels = 0
        self._begun = 0.0
        self._pictures: dict[str, Picture] = {}
        self._old: dict[str, Picture] = {}
        self._wanted: dict[str, None] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._paint_some)
        look.changed.connect(self.forget)

    def show_part(self, part: StripPart | None, pixels: int) -> None:
        """Take pictures from ``part``, of ``pixels`` device pixels at most."""
        changed = _shown(part) != _shown(self._part) or pixels != self._pixels
        self._part, self._pixels = part, pixels
        if changed:
            self.forget()

    def forget(self) -> None:
        """Paint all pictures anew; until then the old ones are shown."""
        self._old = self._pictures or self._old
        self._pictures = {}
        self._wanted.clear()
        if self._part is None or self._part.thumbnail is None:
            self._old = {}

    def begin(self) -> None:
        """Paint what is asked for from now on at once, as long as that takes no time to speak of."""
        self._begun = perf_counter()

    def picture(self, value: str) -> Picture | None:
        """Return the picture of a layer, an older one or none where the new one is painted later."""
        if value not in self._pictures and self._part is not None and self._part.thumbnail is not None:
            if perf_counter() - self._begun < _AT_ONCE:
                self._paint(value)
            else:
                self._wanted[value] = None
                self._timer.start(0)
        return self._pictures.get(value) or self._old.get(value)

    def _paint_some(self) -> None:
        self.begin()
        while self._wanted and perf_counter() - self._begun < _AT_ONCE:
            latest, _ = self._wanted.popitem()
            self._paint(latest)
        if not self._wanted:
            self._timer.stop()
        self.painted.emit()

    def _paint(self, value: str) -> None:
        assert self._part is not None and self._part.thumbnail is not None
        while len(self._pictures) >= _MOST:
            del self._pictures[next(iter(self._pictures))]
        colours = self._part.thumbnail(value, self._pixels, self._look.theme.name)
        old = self._old.get(value)
        if old is not None and _same(old.colours, colours):
            self._pictures[value] = old
        else:
            pixels = QPixmap.fromImage(image_of(colours)) if colours is not None else None
            self._pictures[value] = Picture(pixels, colours)


def _same(one: Array | None, other: Array | None) -> bool:
    return one is other if one is None or other is None else np.array_equal(one, other)


def _shown(part: StripPart | None) -> tuple[object, ...]:
    """Return what a part's pictures depend on."""
    return (part.run, part.slice, part.scope, part.limits, part.colours) if part is not None else ()
