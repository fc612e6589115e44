"""Writes the session to disk while it goes on, so that the next start finds it, after a crash too."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer

from explorer.errors import FileError
from explorer.qt.window import MainWindow
from explorer.session.kept import RECENT, RESTORING, SESSION, Beginning, Kept, kept
from explorer.session.messages import Busy, Message
from explorer.session.recent import Recent
from explorer.session.store import Store

_EVERY_MS = 1000


class Keeper(QObject):
    """Keeps the session of a window, at most once a second, and when the window closes.

    Parameters
    ----------
    store
        Where it is kept.
    beginning
        What the window began with.
    """

    def __init__(self, window: MainWindow, store: Store, beginning: Beginning) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._beginning = beginning
        self._written: tuple[Kept, Recent] | None = None
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._save)
        if beginning.geometry:
            window.restoreGeometry(QByteArray.fromBase64(beginning.geometry.encode()))
        if beginning.layout:
            window.put_back(beginning.layout)
        window.installEventFilter(self)
        window.session.view_changed.connect(self._change)
        window.session.busy_changed.connect(self._rest)

    def begin(self) -> None:
        """Show what was shown last, or something to begin with, and tell what there is to tell.

        The store has a mark until it is shown: where the program does not live to see that, the next start does
        without it.
        """
        session = self._window.session
        if self._beginning.moment is not None:
            self._write(RESTORING, True)
            session.restore(self._beginning.moment)
        elif self._beginning.welcome:
            session.welcome()
        for message in self._beginning.told:
            session.message.emit(message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what there is when the window closes, before its session does."""
        if event.type() is QEvent.Type.Close:
            self._save()
        return False

    def _change(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _rest(self, busy: Busy) -> None:
        if not busy:
            self._store.forget(RESTORING)
            self._change()

    def _save(self) -> None:
        """Keep the session; one that is still being computed is not known to be sound."""
        session = self._window.session
        if session.busy:
            return
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        now = (kept(session.state, session.moment.request, geometry, self._window.layout_text), session.view.recent)
        if now != self._written:
            self._written = now
            self._write(SESSION, now[0])
            self._write(RECENT, now[1])

    def _write(self, name: str, value: object) -> None:
        try:
            self._store.write(name, value)
        except FileError as error:
            if not self._failed:
                self._failed = True
                text = f"The session cannot be kept for the next start: {error.message}"
                self._window.session.message.emit(Message("error", text, error.hint))
