"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of data sets and foreign nets: ``EXPLORER_DATA``, else shared/data beside the checkout.

    A test that needs it is skipped where the folder is absent, and fails where ``EXPLORER_DATA`` promises it.
    """
    promised = os.environ.get("EXPLORER_DATA")
    folder = Path(promised) if promised else CHECKOUT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    if promised:
        pytest.fail(f"EXPLORER_DATA names {folder}, which is no folder")
    pytest.skip(f"needs the data sets, and there is no {folder} (see the README)")
