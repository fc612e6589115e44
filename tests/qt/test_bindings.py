"""The Qt bindings themselves."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_none_alive() -> None:
    # PySide6 6.12.0 drops a reference to None in each of them on Python 3.11, and crashes after some thousands.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 500
