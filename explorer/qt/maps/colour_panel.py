"""The colours of the maps, to be chosen from thumbnails."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QSlider, QToolButton, QVBoxLayout, QWidget

from explorer.errors import UsageError
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.basics.theme import MARGIN, font
from explorer.render.colour import COLORMAPS, DIVERGING, TITLES, Colormap, Colouring, Theme
from explorer.render.paint import paint, strip
from explorer.render.resample import shrunk
from explorer.session.state import GAMMAS, ViewState
from explorer.session.views.view import SlicePart
from explorer.sources.presets import range_in

_THUMBNAIL = QSize(72, 48)
_STRIP, _COLUMNS, _CELL = 8, 6, 92


class ColourPanel(Panel):
    """Opens over the window and closes at a click beside it; what is chosen is shown at once.

    Attributes
    ----------
    colormap_chosen
        Name of a colour map.
    gamma_chosen
        One of ``GAMMAS``.
    marks_toggled
        Values beyond the scale are to have a colour of their own, or not.
    limits_chosen
        The two ends that the scale is to be locked at.
    """

    colormap_chosen = Signal(str)
    gamma_chosen = Signal(float)
    marks_toggled = Signal()
    limits_chosen = Signal(float, float)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__("popup", parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAccessibleName("Colours of the maps")
        self._look = look
        self._part: SlicePart | None = None
        self._maps = {name: self._map_button(name) for name in COLORMAPS}
        self._gamma = QSlider(Qt.Orientation.Horizontal)
        self._gamma.setRange(0, len(GAMMAS) - 1)
        self._gamma.setAccessibleName("Gamma")
        self._gamma.setToolTip("To the left faint values get more colour, to the right less ([ and ])")
        self._gamma.valueChanged.connect(lambda place: self.gamma_chosen.emit(GAMMAS[place]))
        self._gamma_text = label(tone="second")
        self._limits = QLineEdit()
        self._limits.setAccessibleName("Ends of the scale")
        self._limits.setToolTip("Type two numbers to lock the scale of this layer at them")
        self._limits.editingFinished.connect(self._take_limits)
        self._wrong = label(tone="error", size=11)
        self._marks = QCheckBox("Mark values beyond the scale")
        self._marks.setToolTip("Give them a colour that no map has, the one at the ends of the legend (X)")
        self._marks.clicked.connect(lambda _=False: self.marks_toggled.emit())
        self._lay_out()
        look.changed.connect(self._tint)

    def show_slice(self, part: SlicePart | None, state: ViewState) -> None:
        """Show what is chosen, and how the slice would look otherwise."""
        other = part != self._part
        self._part = part
        self._maps[state.colormap].setChecked(True)
        with QSignalBlocker(self._gamma):
            self._gamma.setValue(GAMMAS.index(state.gamma) if state.gamma in GAMMAS else 0)
        self._gamma_text.setText(f"{state.gamma:g}")
        self._marks.setChecked(state.marked)
        if part is not None and not self._limits.hasFocus():
            self._limits.setText(
                f"{part.legend.levels.low:g}, {part.legend.levels.high:g}".replace("-", "\N{MINUS SIGN}")
            )
        self._wrong.hide()
        if other and self.isVisible():
            self._tint()

    def open_below(self, widget: QWidget) -> None:
        """Open with the upper right corner below a widget."""
        self._tint()
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        self.move(max(0, corner.x()), corner.y())
        self.show()
        next(button for button in self._maps.values() if button.isChecked()).setFocus()

    def _map_button(self, name: Colormap) -> QToolButton:
        button = named(QToolButton(), "thumbnail")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setText(TITLES[name])
        button.setFont(font(11))
        button.setFixedWidth(_CELL)
        button.setIconSize(_THUMBNAIL)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setAccessibleName(f"Colour map: {TITLES[name]}")
        button.clicked.connect(lambda _=False: self.colormap_chosen.emit(name))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
            ("Zero in the middle", lambda name: name in DIVERGING),
            ("From low to high", lambda name: name not in DIVERGING),
        )
        for title, fits in kinds:
            column.addWidget(label(title, tone="second", size=11))
            grid = QGridLayout()
            grid.setSpacing(4)
            grid.setColumnStretch(_COLUMNS, 1)
            for place, name in enumerate(filter(fits, self._maps)):
                grid.addWidget(self._maps[name], *divmod(place, _COLUMNS))
            column.addLayout(grid)
        for title, widgets in (("Gamma", (self._gamma, self._gamma_text)), ("Scale from, to", (self._limits,))):
            row = QHBoxLayout()
            row.addWidget(label(title, tone="second"))
            for widget in widgets:
                row.addWidget(widget)
            column.addLayout(row)
        column.addWidget(self._wrong)
        column.addWidget(self._marks)

    def _tint(self) -> None:
        if self._part is not None:
            for name, button in self._maps.items():
                button.setIcon(_thumbnail(self._part, name, self._look.theme.name, self.devicePixelRatioF()))

    def _take_limits(self) -> None:
        """Lock the scale at what was typed, or say what is wrong with it."""
        if not self._limits.isModified():
            return
        self._limits.setModified(False)
        try:
            low, high = sorted(range_in(self._limits.text()))
        except UsageError as error:
            self._wrong.setText(f"{error.message}: {error.hint}.")
            self._wrong.show()
        else:
            self.limits_chosen.emit(low, high)


def _thumbnail(part: SlicePart, name: str, theme: Theme, ratio: float) -> QIcon:
    """Return the slice in the colours of a map, over the map itself."""
    was = part.legend.colours
    palette = Colouring(name, was.gamma, was.marked).palette(theme)
    size = _THUMBNAIL * ratio
    bar = round(_STRIP * ratio)
    pixmap = QPixmap(size)
    painter = QPainter(pixmap)
    area = pixmap.rect().adjusted(0, 0, 0, -bar)
    small = shrunk(part.plane[None], area.height(), area.width())[0]
    painter.drawImage(area, image_of(paint(small, part.legend.levels, palette)))
    painter.drawImage(
        pixmap.rect().adjusted(0, area.height(), 0, 0), image_of(strip(part.legend.levels, palette, size.width())[None])
    )
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)
