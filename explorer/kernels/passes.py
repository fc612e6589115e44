"""The number of the pass that is going on."""

from __future__ import annotations

import numpy as np

from explorer.kernels.vector import LINE

PASS = np.zeros(LINE, np.int64)
"""Its first element is another in every pass, and odd while threads share one.

Kernels are given it that leave something in memory for later jobs of the same pass.
"""
