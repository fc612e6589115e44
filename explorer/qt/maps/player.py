"""Plays through the maps of a layer, or the places of a map."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from explorer.session.session import Session
from explorer.session.views.view import View


class Player(QObject):
    """Selects one after the other, as long and as fast as the session's state says.

    Parameters
    ----------
    parent
        Owns it.
    """

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(session.play_on)
        session.view_changed.connect(self._follow)

    def _follow(self, _: View, new: View) -> None:
        interval = round(1000 / new.state.speed)
        if not new.state.playing or new.maps is None:
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != interval:
            self._timer.start(interval)
