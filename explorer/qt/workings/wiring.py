"""What the session does when something is asked for in the workings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from explorer.qt.workings.arithmetic import ArithmeticTab
from explorer.qt.workings.channels import ChannelsTab
from explorer.qt.workings.column import ColumnTab
from explorer.qt.workings.dock import Workings
from explorer.qt.workings.histogram import HistogramTab
from explorer.qt.workings.shapes import ShapesTab
from explorer.session.messages import Busy
from explorer.session.session import Session


def follow_workings(workings: Workings, session: Session, actions: Mapping[str, QAction]) -> None:
    """Connect the tabs with the session."""
    workings.tab_chosen.connect(session.show_tab)
    _follow_arithmetic(workings.arithmetic, session, actions)
    _follow_channels(workings.channels, session)
    _follow_column(workings.column, session)
    _follow_histogram(workings.histogram, session)
    _follow_shapes(workings.shapes, session, actions)


def _follow_arithmetic(arithmetic: ArithmeticTab, session: Session, actions: Mapping[str, QAction]) -> None:
    bar = arithmetic.bar
    arithmetic.hovered.connect(session.hover)
    arithmetic.map_asked.connect(session.select_map)
    bar.play_asked.connect(lambda: session.toggle_play("places"))
    bar.speed_chosen.connect(session.set_speed)
    bar.place_chosen.connect(session.pin_place)
    bar.order_chosen.connect(session.set_terms)
    bar.unfold_asked.connect(session.toggle_unfolded)
    bar.digits_asked.connect(session.toggle_unrounded)
    bar.copy_asked.connect(actions["copy-arithmetic"].trigger)


def _follow_channels(channels: ChannelsTab, session: Session) -> None:
    channels.hovered.connect(session.hover)
    channels.map_asked.connect(session.select_map)
    channels.order_chosen.connect(session.set_terms)
    channels.unfold_asked.connect(session.toggle_unfolded)


def _follow_column(column: ColumnTab, session: Session) -> None:
    column.hovered.connect(session.hover)
    column.slice_clicked.connect(session.select_slice)
    column.keep_asked.connect(session.keep_column)
    column.drop_asked.connect(session.drop_column)
    column.drop_all_asked.connect(session.drop_columns)


def _follow_histogram(histogram: HistogramTab, session: Session) -> None:
    histogram.counted_chosen.connect(session.set_counted)
    histogram.log_toggled.connect(session.toggle_logarithmic)
    histogram.number_hovered.connect(session.hover)
    histogram.scale_taken.connect(session.begin_step)
    histogram.scale_chosen.connect(session.set_limits)
    histogram.scale_let_go.connect(session.end_step)
    histogram.free_asked.connect(lambda: session.set_scope("layer"))


def _follow_shapes(tab: ShapesTab, session: Session, actions: Mapping[str, QAction]) -> None:
    """Let what is clicked in the tab be done by the session, and by the commands that its buttons are named after."""

    def show_truth(busy: Busy) -> None:
        if not busy:
            tab.knobs.show_again()

    tab.layer_clicked.connect(session.select_layer)
    tab.hovered.connect(session.hover)
    tab.knobs.reshape_asked.connect(session.reshape)
    session.busy_changed.connect(show_truth)
    for name, button in tab.buttons.items():
        button.clicked.connect(actions[name].trigger)
