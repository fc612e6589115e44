"""What is dropped on a window: files, or a picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from explorer.qt.dialogs.ask import local_files, pixels_of
from explorer.session.session import Session


def let_drop(window: QWidget, session: Session) -> None:
    """Open what is dropped on a window."""
    window.setAcceptDrops(True)
    window.installEventFilter(_Drops(window, session))


class _Drops(QObject):
    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._session = session

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Welcome files and pictures, and open them."""
        if isinstance(event, QDragEnterEvent):
            if event.mimeData().hasUrls() or event.mimeData().hasImage():
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            event.acceptProposedAction()
            self._open(event)
            return True
        return False

    def _open(self, event: QDropEvent) -> None:
        data = event.mimeData()
        if paths := local_files(data):
            self._session.open_files(paths)
        else:
            image = data.imageData()
            self._session.paste(None if image is None else pixels_of(image))
