"""Loads what takes long to load before it is asked for, while nothing else is done."""

from __future__ import annotations

import importlib
import threading

from PySide6.QtCore import QObject, QTimer

from explorer.session.messages import Busy
from explorer.session.session import Session

_IDLE_MS = 3000


class LoadsAhead(QObject):
    """Imports a module once, in a thread of its own, as soon as nothing has been computed for a while.

    Parameters
    ----------
    module
        Its full name. It must make no widget when it is imported.
    idle_ms
        How long that is.

    Notes
    -----
    Importing pyqtgraph takes 0.4 s in the window's own thread; from another one it holds up the window for 25 ms.
    """

    def __init__(self, parent: QObject, session: Session, module: str, idle_ms: int = _IDLE_MS) -> None:
        super().__init__(parent)
        self._session = session
        self._module = module
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(idle_ms)
        self._timer.timeout.connect(self._load)
        session.busy_changed.connect(self._wait)

    def _wait(self, busy: Busy) -> None:
        if busy:
            self._timer.stop()
        else:
            self._timer.start()

    def _load(self) -> None:
        self._session.busy_changed.disconnect(self._wait)
        threading.Thread(target=importlib.import_module, args=(self._module,), name="loads-ahead").start()
