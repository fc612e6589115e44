"""What every test may use."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from PIL import Image

from explorer import resources

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

CHECKOUT = Path(__file__).resolve().parents[1]

NOBODY = 65534
"""The user without privileges on Unix."""


_FOLDERS = itertools.count()


def pytest_collection_finish() -> None:
    """Leave the tests themselves, and all that they import, out of every search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test settings of its own, so that none finds another's or the user's."""
    folder = tmp_path_factory.getbasetemp() / f"settings{next(_FOLDERS)}"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setattr(resources, "settings_folder", lambda: folder)


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


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A colour picture wider than high, another in each corner."""
    y, x = np.mgrid[:40, :60]
    path = tmp_path / "photo.png"
    Image.fromarray(np.stack([x * 4, y * 6, (x + y) * 2], axis=2).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def nobodys_folder() -> Iterator[Path]:
    """Yield a folder of the user who runs the test, without privileges: root becomes nobody for as long as it lasts."""
    folder = Path(tempfile.mkdtemp())
    privileged = getattr(os, "geteuid", lambda: 1)() == 0
    if privileged:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    if privileged:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)
