"""The main window: where each panel stands, and which of the session's signals it follows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from explorer.qt.actions import Actions
from explorer.qt.basics.look import Look
from explorer.qt.basics.sentences import sentences
from explorer.qt.designer.wiring import let_design
from explorer.qt.dialogs.ask import QtAsk
from explorer.qt.dialogs.command_palette import CommandPalette
from explorer.qt.docks import Docks, Place
from explorer.qt.dropping import let_drop
from explorer.qt.input.left_panel import LeftPanel
from explorer.qt.maps.centre import Centre
from explorer.qt.maps.map_menu import offer_map_menu
from explorer.qt.maps.player import Player
from explorer.qt.message_bar import MessageBar
from explorer.qt.patience import Patience
from explorer.qt.right_panel import RightPanel
from explorer.qt.status_line import StatusLine
from explorer.qt.strip.strip import Strip
from explorer.qt.toolbar import Toolbar
from explorer.qt.tour_bar import TourBar
from explorer.qt.wiring import (
    follow_centre,
    follow_left,
    follow_right,
    follow_strip,
    follow_toolbar,
    follow_tour,
)
from explorer.qt.workings.dock import Workings
from explorer.qt.workings.wiring import follow_workings
from explorer.session import bundled
from explorer.session.messages import Busy, Message
from explorer.session.session import Session
from explorer.session.views.view import View

_LEFT, _CENTRE, _RIGHT, _BELOW = 264, 320, 300, 280


class MainWindow(QMainWindow):
    """Lays the panels out over one session; it computes nothing.

    Parameters
    ----------
    session
        What is shown. The window closes it.

    Attributes
    ----------
    bug_found
        One sentence and the traceback, when the worker met with an error that nobody expected.
    """

    bug_found = Signal(str, str)

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.session = session
        self._look = look
        self._ask = QtAsk(self)
        self._actions = Actions(self, session, self._ask)
        self._bar = Toolbar(look, self._actions.by_name, self._actions.menus, list(bundled.bundled_nets()))
        self._strip = Strip(look)
        self._messages, self._tour = MessageBar(look), TourBar(look)
        self._left, self._centre, self._right = LeftPanel(look), Centre(look), RightPanel(look)
        self._workings = Workings(look)
        self._left.offer_samples(self._actions.samples)
        self._docks = Docks(look, self._centre, self._places())
        self._status = StatusLine()
        self._working = False
        self._patience = Patience(self)
        self.setMinimumSize(880, 560)
        self._lay_out()
        self._connect()
        Player(self, session)
        let_design(self, look, session, self._ask)
        for window in (self, *self._docks.panels):
            let_drop(window, session)
        self._centre.empty.setFocus()
        self._show(session.view)

    def _places(self) -> tuple[Place, ...]:
        area = Qt.DockWidgetArea
        return (
            Place("input", "Input", self._left, area.LeftDockWidgetArea, extent=_LEFT, least=220, share=0.17),
            Place("map", "Map", self._right, area.RightDockWidgetArea, extent=_RIGHT, least=260, share=0.17),
            Place(
                "workings", "Workings", self._workings, area.BottomDockWidgetArea, extent=_BELOW, least=120, share=0.3
            ),
        )

    def _lay_out(self) -> None:
        self._centre.setMinimumWidth(_CENTRE)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rows: tuple[tuple[QWidget, int], ...] = (
            (self._bar, 0),
            (self._messages, 0),
            (self._tour, 0),
            (self._strip, 0),
            (self._docks, 1),
            (self._status, 0),
        )
        for part, stretch in rows:
            column.addWidget(part, stretch)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        session, actions = self.session, self._actions.by_name
        session.view_changed.connect(self._follow)
        session.busy_changed.connect(self._show_busy)
        self._patience.ended.connect(self._show_waiting)
        session.message.connect(self._show_message)
        follow_toolbar(self._bar, session)
        follow_tour(self._tour, session)
        follow_strip(self._strip, session, actions)
        follow_left(self._left, session, actions)
        follow_centre(self._centre, session, actions)
        follow_right(self._right, session, actions)
        follow_workings(self._workings, session, actions)
        offer_map_menu(self._centre, self._right.plane, session, actions)
        self._docks.put_away.connect(session.toggle_panel)
        self._ask.colours_asked.connect(self._centre.open_colours)
        self._ask.commands_asked.connect(self._show_commands)
        self._ask.menu_asked.connect(self._bar.open_menu)
        self._ask.reset_asked.connect(self._docks.reset)
        self._ask.magnified.connect(self._centre.magnify)
        self._look.changed.connect(self._tell_dark)
        self._tell_dark()

    def _show_commands(self) -> None:
        CommandPalette(self, self._look, self._actions.found())

    def _tell_dark(self) -> None:
        self.session.set_dark(self._look.theme.dark)

    def _follow(self, old: View, new: View) -> None:
        """Draw what differs."""
        if (new.strip and new.strip.run) != (old.strip and old.strip.run):
            self._patience.begin_anew()
        self._show_panels(new)
        if new.input != old.input:
            self._left.show_input(new.input)
        if new.feed != old.feed:
            self._left.show_feed(new.feed)
        self._left.show_uncovered(new.uncovered)
        if new.answer != old.answer:
            self._left.show_answer(new.answer)
        self._strip.show_strip(new.strip, new.state)
        self._right.show_view(new, old)
        self._left.show_lit(new.sharing.lit if new.sharing is not None else None)
        before = old.maps, old.compare, old.input is None, old.failure, old.state
        if (new.maps, new.compare, new.input is None, new.failure, new.state) != before:
            self._centre.show_view(new)
        if (new.workings, new.state.tab) != (old.workings, old.state.tab):
            self._workings.show_workings(new.workings, new.state.tab)
        self._tell(old, new)
        if old.maps is None and new.maps is not None:
            self._centre.maps.setFocus()
        self._show_always(new)

    def _tell(self, old: View, new: View) -> None:
        """Tell what was odd in a net that has been opened; what was told of the one before is over."""
        if old.maps is not None and (new.state.net, new.state.picture) != (old.state.net, old.state.picture):
            self._messages.leave("note")
        if new.notes != old.notes:
            for note in old.notes[:1]:
                self._centre.toast.take_back(note)
            for note in new.notes[:1]:
                self._centre.toast.show_text(note)

    def _show(self, view: View) -> None:
        """Draw everything."""
        self._show_panels(view)
        self._left.show_input(view.input)
        self._left.show_feed(view.feed)
        self._left.show_answer(view.answer)
        self._strip.show_strip(view.strip, view.state)
        self._right.show_view(view, None)
        self._workings.show_workings(view.workings, view.state.tab)
        self._centre.show_view(view)
        self._show_always(view)

    def _show_panels(self, view: View) -> None:
        """Show the panels that there is something to show in; the maps, which fill what is left, come after them."""
        parts = {"layers": view.strip, "input": view.input, "map": view.slice, "workings": view.slice}
        panels = {name: bool(part) and name not in view.state.hidden for name, part in parts.items()}
        self._strip.setVisible(panels["layers"])
        self._docks.show_panels(panels)

    def _show_always(self, view: View) -> None:
        """Draw what costs nothing."""
        state = view.state
        self._look.choose(state.theme)
        self.setWindowTitle(view.title)
        self._bar.show_state(state)
        self._tour.show_part(view.tour)
        self._actions.show_view(view)
        self._centre.empty.show_recent(view.recent)
        self._centre.mark(view)
        cell = state.cell if view.slice is not None else None
        self._right.mark(cell, view.reached)
        for panel in (self._left, self._strip):
            panel.show_pointed(view.pointed)
        readout = view.readout
        self._status.show_readout(*(("", "") if readout is None else (readout.text, readout.exact)))
        self._show_waiting()

    def _show_busy(self, busy: Busy) -> None:
        if busy and not self._working:
            self._messages.leave("error")
        self._working = bool(busy)
        self._patience.watch(busy=self._working)
        self._centre.show_work(busy.text)
        self._show_waiting()

    def _show_waiting(self) -> None:
        """Say what the worker is at, and tint what is of an older state, once the user has waited for it."""
        busy, view = self.session.busy, self.session.view
        waits = bool(busy) and (self._patience.over or not view.status)
        self._status.show_status(f"{busy.text} …" if waits else view.status)
        stale = self._patience.over and view.stale
        self._centre.show_busy(stale)
        self._strip.show_stale(stale)
        self._right.plane.show_stale(stale)

    def _show_message(self, message: Message) -> None:
        if message.kind == "bug":
            self.bug_found.emit(message.text, message.report)
        elif message == self.session.view.failure:
            return  # The canvas says it in place of the maps.
        elif message.kind in ("error", "note"):
            self._messages.show_message(message)
        else:
            self._centre.toast.show_text(sentences(message.text, message.hint), message.path)

    @property
    def layout_text(self) -> str:
        """Where the panels stand, to be put back later."""
        return self._docks.saved()

    def put_back(self, layout: str) -> None:
        """Put the panels where they stood."""
        self._docks.put_back(layout)
        self._show_panels(self.session.view)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the worker."""
        self.session.close()
        super().closeEvent(event)
