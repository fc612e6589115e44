"""An asymmetric map."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest


@pytest.fixture
def letter() -> npt.NDArray[Any]:
    """Return an F, float32 (7, 5), 1 on 0: no turn or mirroring of it looks the same."""
    rows = ("#####", "#....", "#....", "####.", "#....", "#....", "#....")
    return np.array([[mark == "#" for mark in row] for row in rows], np.float32)
