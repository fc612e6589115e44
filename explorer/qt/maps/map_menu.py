"""The menu of a map: what it is scaled by for the layers behind it, and what else can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from explorer.qt.maps.centre import Centre
from explorer.qt.maps.plane_view import PlaneView
from explorer.session.session import Session

_FACTORS = (
    (0.0, "\N{MULTIPLICATION SIGN} 0, ablated", "The layers behind read 0 in its place"),
    (0.5, "\N{MULTIPLICATION SIGN} \N{VULGAR FRACTION ONE HALF}", "The layers behind read half of each value"),
    (1.0, "\N{MULTIPLICATION SIGN} 1, as it is", "The layers behind read it as it is"),
    (2.0, "\N{MULTIPLICATION SIGN} 2", "The layers behind read twice each value"),
    (-1.0, "\N{MULTIPLICATION SIGN} \N{MINUS SIGN}1", "The layers behind read each value with the other sign"),
)
_EDITS = ("ablate-slice", "ablate-filter", "reset-layer", "reset-edits", "compare-unedited")
_OTHERS = ("zoom", "pin", "save-slice", "copy-address")


def offer_map_menu(centre: Centre, plane: PlaneView, session: Session, actions: Mapping[str, QAction]) -> None:
    """Open a menu where one is asked for on a map, which is selected first."""

    def open_menu(index: int | None, point: QPoint) -> None:
        if index is not None:
            session.select_slice(index)
        if session.view.slice is not None:
            _menu(centre, session, actions).popup(point)

    centre.menu_asked.connect(open_menu)
    plane.menu_asked.connect(lambda point: open_menu(None, point))


def _menu(parent: QWidget, session: Session, actions: Mapping[str, QAction]) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.setToolTipsVisible(True)
    scaled = menu.addMenu(f"Scale map {session.state.slice} for the layers behind")
    scaled.setToolTipsVisible(True)
    edits = session.view.edits
    now = edits.scale if edits is not None else 1.0
    for factor, title, hint in _FACTORS:
        action = scaled.addAction(title)
        action.setToolTip(hint)
        action.setCheckable(True)
        action.setChecked(factor == now)
        action.triggered.connect(lambda _=False, factor=factor: session.scale_slice(factor))
    menu.addActions([actions[name] for name in _EDITS])
    menu.addSeparator()
    menu.addActions([actions[name] for name in _OTHERS])
    return menu
