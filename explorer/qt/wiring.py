"""What the session does when something is asked for in a panel of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from explorer.qt.filters.wiring import let_edit
from explorer.qt.input.left_panel import LeftPanel
from explorer.qt.maps.centre import Centre
from explorer.qt.maps.slices_bar import SlicesBar
from explorer.qt.right_panel import RightPanel
from explorer.qt.strip.strip import Strip
from explorer.qt.toolbar import Toolbar
from explorer.qt.tour_bar import TourBar
from explorer.session.session import Session

Commands = Mapping[str, QAction]
"""The actions of the window by the names of their commands."""


def follow_toolbar(bar: Toolbar, session: Session) -> None:
    """Connect what is chosen in the toolbar; its buttons are commands."""
    bar.net_chosen.connect(session.open_net)
    bar.scope_chosen.connect(session.set_scope)
    bar.tile_chosen.connect(session.set_tile)


def follow_strip(strip: Strip, session: Session, actions: Commands) -> None:
    """Connect the layers above."""
    strip.layer_clicked.connect(session.select_layer)
    strip.cards_seen.connect(session.see_cards)
    strip.place_hovered.connect(session.glimpse)
    strip.block_turned.connect(session.fold)
    strip.height_chosen.connect(session.set_strip_height)
    strip.fold_asked.connect(actions["fold-blocks"].trigger)
    strip.find_asked.connect(actions["find-layer"].trigger)
    strip.text_searched.connect(session.search)
    strip.hit_stepped.connect(session.step_hit)
    strip.search_ended.connect(lambda: session.search(None))
    actions["find-layer"].triggered.connect(strip.begin_search)


def follow_left(left: LeftPanel, session: Session, actions: Commands) -> None:
    """Connect the input and the answer."""
    left.open_asked.connect(actions["open-picture"].trigger)
    left.fit_chosen.connect(session.set_fit)
    left.crop_chosen.connect(session.set_crop)
    left.format_chosen.connect(session.set_format)
    left.format_reset.connect(session.reset_format)
    left.labels_asked.connect(actions["open-labels"].trigger)
    left.place_hovered.connect(session.touch)
    left.place_clicked.connect(session.pick)


def follow_centre(centre: Centre, session: Session, actions: Commands) -> None:
    """Connect the maps, what stands above and below them, and what stands in their place before there are any."""
    centre.hovered.connect(session.hover)
    centre.cell_clicked.connect(session.pin)
    centre.empty.open_asked.connect(actions["open-picture"].trigger)
    centre.empty.sample_asked.connect(session.open_sample)
    centre.empty.file_asked.connect(lambda path: session.open_files([path]))
    centre.empty.tour_asked.connect(actions["tour"].trigger)
    centre.failed.net_asked.connect(actions["open-net"].trigger)
    centre.failed.picture_asked.connect(actions["open-picture"].trigger)
    centre.comparison.side_chosen.connect(session.show_side)
    centre.comparison.unpin_asked.connect(session.unpin_pass)
    centre.colours.colormap_chosen.connect(session.set_colormap)
    centre.colours.gamma_chosen.connect(session.set_gamma)
    centre.colours.marks_toggled.connect(session.toggle_marked)
    centre.colours.limits_chosen.connect(session.set_limits)
    centre.zoom_asked.connect(session.toggle_zoom)
    centre.maps.columns_changed.connect(session.set_columns)
    centre.maps.tiles_seen.connect(session.see_tiles)
    _follow_bar(centre.bar, session)


def _follow_bar(bar: SlicesBar, session: Session) -> None:
    bar.slice_chosen.connect(session.select_slice)
    bar.order_chosen.connect(session.set_order)
    bar.page_chosen.connect(session.set_page)
    bar.page_turned.connect(session.turn_page)
    bar.speed_chosen.connect(session.set_speed)
    bar.play_asked.connect(session.toggle_play)


def follow_right(right: RightPanel, session: Session, actions: Commands) -> None:
    """Connect the selected map, its arithmetic and its filter."""
    right.stepped.connect(lambda step: session.step_slice(step, 0))
    right.plane.cell_hovered.connect(session.hover)
    right.plane.cell_clicked.connect(session.pin)
    right.save_asked.connect(actions["save-slice"].trigger)
    right.filter.weight_hovered.connect(session.weigh)
    right.filter.hovered.connect(session.hover)
    right.filter.map_asked.connect(session.select_map)
    right.filter.filter_asked.connect(session.select_slice)
    right.arithmetic.hovered.connect(session.hover)
    right.arithmetic.map_asked.connect(session.select_map)
    right.arithmetic.all_asked.connect(lambda: session.show_tab("arithmetic"))
    let_edit(right.filter, session, actions)


def follow_tour(tour: TourBar, session: Session) -> None:
    """Connect the card of the tour."""
    tour.turned.connect(session.turn_tour)
    tour.again_asked.connect(session.show_page_again)
    tour.leave_asked.connect(session.leave_tour)
