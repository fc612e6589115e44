"""The strip across the top: the layers, the search, and the edge that sets its height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel
from explorer.qt.strip.find_bar import FindBar
from explorer.qt.strip.view import StripView
from explorer.session.maps.outlines import FieldPart
from explorer.session.state import Folds, ViewState
from explorer.session.views.strip import StripPart

HEIGHT = 80
"""Of a strip with one lane; none is less high."""

_SHARE = 0.3
"""The part of the window that branches may take up until the user says otherwise."""

_GRIP = 5
_FOLD = "Fold each convolution with its normalisation, activation and pooling into one block (B)"
_OPEN = "Show the layers of all blocks one by one (B)"


class Strip(Panel):
    """The net as tiles.

    Attributes
    ----------
    layer_clicked
        Value name of the layer of a card that was clicked or stepped to.
    block_turned
        The block that is to be folded or opened.
    height_chosen
        Height that the user gives the strip; 0 for what suits the window.
    cards_seen
        Value names of the layers whose pictures are drawn, and their largest side in device pixels.
    place_hovered
        Value name of the layer whose picture is under the pointer, with row and column in it, from 0 to 1; an empty
        name and None beside the pictures.
    fold_asked
        All blocks are to be folded or opened.
    find_asked
        Layers are to be searched for.
    text_searched, hit_stepped, search_ended
        From the search.
    """

    layer_clicked = Signal(str)
    cards_seen = Signal(object, int)
    place_hovered = Signal(str, object)
    block_turned = Signal(str)
    height_chosen = Signal(int)
    fold_asked = Signal()
    find_asked = Signal()
    text_searched = Signal(str)
    hit_stepped = Signal(int)
    search_ended = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("stripFrame")
        self._view = StripView(look)
        self._find = FindBar(look)
        self._find_button = FlatButton(look, "magnifying-glass", "Search the layers (Ctrl+F)")
        self._fold_button = FlatButton(look, "arrows-in-line-horizontal", _FOLD)
        self._shown: tuple[StripPart | None, Folds, int] | None = None
        self._chosen_height = 0
        self._focused_before: QWidget | None = None
        self._grip = _Grip(self)
        self._lay_out()
        self._view.canvas.layer_chosen.connect(self.layer_clicked)
        self._view.canvas.cards_seen.connect(self.cards_seen)
        self._view.canvas.place_hovered.connect(self.place_hovered)
        self._view.canvas.block_turned.connect(self.block_turned)
        self._view.needs_changed.connect(self._take_height)
        self._find.text_changed.connect(self.text_searched)
        self._find.stepped.connect(self.hit_stepped)
        self._find.closed.connect(self._end_search)
        self._find_button.clicked.connect(self.find_asked)
        self._fold_button.clicked.connect(self.fold_asked)
        self._grip.pulled.connect(self._choose_height)
        self._grip.let_be.connect(lambda: self.height_chosen.emit(0))

    def show_strip(self, part: StripPart | None, state: ViewState) -> None:
        """Draw the layers of a net, as high as the user has chosen."""
        shown = (part, state.folds, state.strip_height)
        if shown == self._shown:
            return
        self._shown = shown
        self._view.show_strip(part)
        if state.strip_height != self._chosen_height:
            self._chosen_height = state.strip_height
            self._take_height()
        folded = state.folds.all
        self._find.show_search(part.search if part is not None else None)
        self._fold_button.show_icon("arrows-out-line-horizontal" if folded else "arrows-in-line-horizontal")
        self._fold_button.setToolTip(_OPEN if folded else _FOLD)

    def show_pointed(self, part: FieldPart | None) -> None:
        """Outline what is seen, or reached, by what is looked at."""
        self._view.canvas.show_outlines(part.outlines if part is not None else {})

    def show_stale(self, stale: bool) -> None:
        """Tint what is of an older state."""
        self._view.canvas.show_stale(stale)

    def begin_search(self) -> None:
        """Let the user type what to look for; the focus goes back once the search is over."""
        focused = QApplication.focusWidget()
        if focused is not None and self.window().isAncestorOf(focused) and not self._find.isAncestorOf(focused):
            self._focused_before = focused
        self._find.begin()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the size of the window, which sets how high the strip may be."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._take_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take another height when the window does."""
        if event.type() is QEvent.Type.Resize:
            self._take_height()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the grip at the lower edge."""
        self._grip.setGeometry(0, self.height() - _GRIP, self.width(), _GRIP)
        self._grip.raise_()

    def _lay_out(self) -> None:
        tools = QVBoxLayout()
        tools.setContentsMargins(4, 8, 8, 8)
        tools.setSpacing(4)
        tools.addWidget(self._find_button)
        tools.addWidget(self._fold_button)
        tools.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.setSpacing(0)
        row.addWidget(self._view, 1)
        row.addWidget(self._find)
        row.addLayout(tools)

    def _take_height(self) -> None:
        """Be as high as the branches need, up to what the user has chosen or else a part of the window."""
        needed = max(HEIGHT, self._view.height_needed + 1)
        most = self._chosen_height or round(self.window().height() * _SHARE)
        self.setFixedHeight(max(HEIGHT, min(needed, most)))
        self._grip.setVisible(needed > HEIGHT)

    def _choose_height(self, pixels: int) -> None:
        self.height_chosen.emit(max(HEIGHT, self.height() + pixels))

    def _end_search(self) -> None:
        self.search_ended.emit()
        if self._focused_before is not None:
            self._focused_before.setFocus()


class _Grip(QWidget):
    """The lower edge of the strip, which can be pulled down for more branches and up for more maps.

    Attributes
    ----------
    pulled
        Pixels down.
    let_be
        The height is to be what suits the window.
    """

    pulled = Signal(int)
    let_be = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._held: float | None = None
        self.setCursor(Qt.CursorShape.SplitVCursor)
        self.setToolTip("Pull down to see more of the branches, double-click for what suits the window")
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._held = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull."""
        if self._held is not None:
            pixels = round(event.globalPosition().y() - self._held)
            self._held += pixels
            self.pulled.emit(pixels)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Leave the height to the program."""
        self._held = None
        self.let_be.emit()
