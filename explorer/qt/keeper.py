"""Writes the session to disk while it goes on, so that the next start finds it, after a crash too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer

from explorer.errors import FileError
from explorer.qt.window import MainWindow
from explorer.session.keeping.kept import PASTED, RECENT, RESTORING, SESSION, Beginning, Kept, kept
from explorer.session.keeping.recent import Recent
from explorer.session.keeping.store import Store
from explorer.session.messages import Busy, Message
from explorer.session.request import Request
from explorer.sources.picture import Picture

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
        self._pasted: Picture | None = None
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
        """Keep the session; one that is still being computed is not known to be sound, and a tour is no session."""
        session = self._window.session
        if session.busy or session.view.tour is not None:
            return
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        request, layout, pasted = session.moment.request, self._window.layout_text, self._store.picture_path(PASTED)
        now = (kept(session.state, request, geometry, layout, pasted), session.view.recent)
        if now != self._written:
            self._written = now
            self._keep_pasted(request)
            self._write(SESSION, now[0])
            self._write(RECENT, now[1])

    def _keep_pasted(self, request: Request) -> None:
        """Keep the picture that is open where it is no file."""
        origin = request.picture.origin if request.picture is not None else None
        if isinstance(origin, Picture) and origin is not self._pasted:
            self._pasted = origin
            self._try(lambda: self._store.write_picture(PASTED, origin))

    def _write(self, name: str, value: object) -> None:
        self._try(lambda: self._store.write(name, value))

    def _try(self, write: Callable[[], None]) -> None:
        """Write something; the first time that this is not possible is told."""
        try:
            write()
        except FileError as error:
            if not self._failed:
                self._failed = True
                text = f"The session cannot be kept for the next start: {error.message}"
                self._window.session.message.emit(Message("error", text, error.hint))
