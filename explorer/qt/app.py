"""Opens the window, and saves a screenshot of it where one is asked for."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QWidget

from explorer import resources
from explorer.qt.ahead import LoadsAhead
from explorer.qt.application import make_application
from explorer.qt.basics.look import Look
from explorer.qt.dialogs.report import show_bug, watch_for_bugs
from explorer.qt.keeper import Keeper
from explorer.qt.screenshot import Screenshot
from explorer.qt.trace import Trace
from explorer.qt.turns import Courier, Painter
from explorer.qt.window import MainWindow
from explorer.resources import APP, TITLE
from explorer.session.keeping.kept import Beginning, begin
from explorer.session.keeping.store import Store
from explorer.session.launch import Launch
from explorer.session.messages import Busy
from explorer.session.session import Session

_NEVER_PAINTED_MS = 2000
_PLOT = "explorer.qt.workings.histogram_plot"
_USUAL_SIZE = 1440, 900


class AfterPaint(QObject):
    """Calls back once: when a widget has been painted, or has waited for it for two seconds.

    The worker loads so many modules that it would hold up the first paint.
    """

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(then)
        self._timer.start(_NEVER_PAINTED_MS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint."""
        if event.type() is QEvent.Type.Paint and self._timer.isActive():
            watched.removeEventFilter(self)
            self._timer.start(0)
        return False


def make_window(look: Look, trace: Trace | None = None, beginning: Beginning | None = None) -> MainWindow:
    """Return the empty window over a session of its own; ``trace`` notes its frames."""
    courier = Courier()
    known = beginning or Beginning()
    deliver = courier.deliver if trace is None else trace.watching(courier.deliver)
    session = Session(deliver, known.state, known.recent)
    # What is connected first is called first.
    if trace is not None:
        courier.arrived.connect(trace.begin)
        session.view_changed.connect(trace.changing)
    courier.arrived.connect(session.receive)
    window = MainWindow(session, look)
    painter = Painter(window)
    if trace is not None:
        session.view_changed.connect(trace.changed)
        trace.follow(painter)
    courier.setParent(window)
    return window


def begin_on_screen(window: QWidget) -> None:
    """Give a window its usual size; where the screen is smaller, the window fills that."""
    usual, room = QSize(*_USUAL_SIZE), window.screen().availableSize()
    window.resize(usual.boundedTo(room))
    if window.size() != usual:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def show(launch: Launch) -> int:
    """Open the window and return the exit code once it is closed.

    The window is painted before the worker starts, which loads the kernels. Collection of garbage waits until
    then: it stalls for tens of milliseconds while thousands of modules load.
    """
    gc.disable()
    application = make_application()
    application.setApplicationDisplayName(TITLE)
    application.setDesktopFileName(APP)
    trace = Trace() if launch.trace is not None else None
    store = Store(resources.settings_folder())
    beginning = begin(store, launch) if launch.screenshot is None else Beginning()
    theme = launch.theme or beginning.state.theme
    window = make_window(Look(application, theme), trace, beginning)
    window.setWindowIcon(QIcon(QPixmap(str(resources.assets() / "icon" / "icon-256.png"))))
    begin_on_screen(window)
    window.session.busy_changed.connect(_collect_again)
    LoadsAhead(window, window.session, _PLOT)
    keeper = Keeper(window, store, beginning) if launch.screenshot is None else None
    size = launch.size or (_USUAL_SIZE if launch.screenshot is not None else None)
    if size is not None:
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*size)
    shot = Screenshot(window, launch.screenshot) if launch.screenshot is not None else None
    tell = shot.break_off if shot is not None else show_bug
    watch_for_bugs(tell)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would wait for Qt's loop to end.
    window.bug_found.connect(tell)
    AfterPaint(window, lambda: _open(window.session, launch, keeper))
    window.show()
    if trace is not None:
        trace.watch(window.windowHandle())
    code = application.exec()
    if trace is not None and launch.trace is not None:
        trace.save(launch.trace)
    return shot.code if shot is not None else code


def _open(session: Session, launch: Launch, keeper: Keeper | None) -> None:
    session.launch(launch)
    if keeper is not None:
        keeper.begin()


def _collect_again(busy: Busy) -> None:
    if not busy and not gc.isenabled():
        gc.freeze()
        gc.enable()
