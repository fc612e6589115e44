"""Copying kernels."""

from __future__ import annotations

import numpy as np

from explorer.kernels.copying import copy_rows

X = np.arange(60, dtype=np.float32)


def test_rows_are_copied_into_longer_ones() -> None:
    out = np.zeros((3, 30), np.float32)
    copy_rows.over(3, 0, X.reshape(3, 20), out.reshape(-1), 4, 30)()
    np.testing.assert_array_equal(out, np.pad(X.reshape(3, 20), ((0, 0), (4, 6))))
