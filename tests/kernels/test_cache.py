from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.kernels import cache, cpu
from explorer.kernels.jit import WITHOUT_JIT, kernel

pytestmark = pytest.mark.skipif(WITHOUT_JIT, reason="nothing is compiled without JIT")

DATA = np.arange(5, dtype=np.float32)


def double(x: Any, out: Any) -> None:
    for i in range(x.size):
        out[i] = x[i] * 2


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Folders that take the place of the user's, the temporary one and the bundle's."""
    places = [tmp_path / "user", tmp_path / "temporary", tmp_path / "bundle"]
    monkeypatch.setattr(cache, "_folders", lambda: tuple(places))
    yield places


def hits_of_a_new_kernel(function: Callable[..., Any] = double) -> int:
    compiled = kernel(function)
    out = np.empty_like(DATA)
    compiled(DATA, out)
    np.testing.assert_array_equal(out, DATA * 2)
    return sum(compiled.stats.cache_hits.values())


def test_a_compiled_kernel_is_found_again(folders: list[Path]) -> None:
    assert hits_of_a_new_kernel() == 0
    assert hits_of_a_new_kernel() == 1
    assert len(list(folders[0].iterdir())) == 1


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda _: b"", lambda data: data[:40] + b"!" + data[41:]]
)
def test_a_damaged_file_is_compiled_again_and_replaced(folders: list[Path], damage: Callable[[bytes], bytes]) -> None:
    hits_of_a_new_kernel()
    (file,) = folders[0].iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert hits_of_a_new_kernel() == 0
    assert hits_of_a_new_kernel() == 1


def test_where_the_user_has_no_folder_the_temporary_one_serves(folders: list[Path]) -> None:
    folders[0].write_text("in the way")
    hits_of_a_new_kernel()
    assert hits_of_a_new_kernel() == 1
    assert len(list(folders[1].iterdir())) == 1


def test_where_nothing_can_be_written_kernels_still_run(folders: list[Path]) -> None:
    for folder in folders:
        folder.write_text("in the way")
    assert hits_of_a_new_kernel() == hits_of_a_new_kernel() == 0


def test_a_full_disk_leaves_no_half_file(folders: list[Path]) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        assert hits_of_a_new_kernel() == 0
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(folders[0].iterdir()) == []


def test_the_bundle_is_read_and_not_written(folders: list[Path]) -> None:
    hits_of_a_new_kernel()
    folders[0].rename(folders[2])
    assert hits_of_a_new_kernel() == 1
    assert not folders[0].exists()


def test_kernels_of_other_sources_have_other_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.stamp()
    cache.stamp.cache_clear()
    monkeypatch.setattr(cache, "_sources", lambda: iter([b"changed"]))
    try:
        assert cache.stamp() != before
    finally:
        cache.stamp.cache_clear()


def test_kernels_of_one_factory_do_not_stand_in_for_each_other(tmp_path: Path) -> None:
    def compute(*names: str) -> str:
        program = (
            "import numpy as np; from explorer.kernels.elementwise import apply_binary\n"
            f"for name in {names}:\n"
            "    x, y, out = np.full(8, 6, np.float32), np.full(8, 3, np.float32), np.empty(8, np.float32)\n"
            "    apply_binary(name, x, y, out, np.empty(0, np.float32), 1, turned=False)()\n"
            "    print(out[0])"
        )
        environment = {**os.environ, "EXPLORER_CACHE": str(tmp_path), "PYTHONHASHSEED": "0"}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert (compute("Add"), compute("Mul"), compute("Sub")) == ("9.0\n", "18.0\n", "3.0\n")
    assert compute("Mul", "Add", "Sub", "Mul", "Add") == "18.0\n9.0\n3.0\n18.0\n9.0\n"


def test_kernels_of_inlined_functions_are_found_by_other_processes(tmp_path: Path) -> None:
    program = (
        "import numpy as np; from explorer.nn.ops import build\n"
        "build('MaxPool', {'kernel_shape': (2, 2)}, opset=12).run([np.ones((1, 1, 4, 4), np.float32)])"
    )
    # A checkout that is set up, or a bundle, has kernels for tiers.
    environment = {**os.environ, "EXPLORER_CACHE": str(tmp_path), cpu.NAME: "generic", cpu.FEATURES: ""}
    found = []
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
        found.append(sorted(path.name for path in tmp_path.glob("kernels/*/*.kernel")))
    assert found[0] == found[1] != []
