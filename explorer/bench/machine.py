"""What the measuring was done on."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import explorer
from explorer.errors import UsageError
from explorer.kernels import TIER
from explorer.kernels.peak import measure_peak
from explorer.kernels.threads import set_threads, threads
from explorer.resources import version_of

_CPU_INFO = Path("/proc/cpuinfo")
_PACKAGES = ("numba", "llvmlite", "numpy")


@dataclass(frozen=True)
class Machine:
    """The machine, as far as it matters.

    Attributes
    ----------
    tier
        The CPUs that our kernels are compiled for.
    cores
        As many threads as our kernels may use.
    peak
        What our threads can do together, measured: 10^9 operations a second, where a multiply-add is two.
    versions
        Of this program and what it computes with.
    """

    cpu: str
    tier: str
    cores: int
    threads: int
    peak: float
    versions: Mapping[str, str]


def use_machine(count: int) -> Machine:
    """Return this machine, with our kernels set to so many threads; 0 means one a core.

    Raises
    ------
    UsageError
        It has fewer cores.
    """
    set_threads(0)
    cores = threads()
    if count > cores:
        raise UsageError(f"{count} threads would get in each other's way", f"there are {cores} cores to run them")
    set_threads(count)
    versions = {"convnet-explorer": explorer.__version__, "python": platform.python_version()}
    versions |= {name: version_of(name) for name in _PACKAGES}
    return Machine(_cpu_name(), TIER.name, cores, threads(), 2e-9 * measure_peak(), versions)


def _cpu_name() -> str:
    """Return what the system calls the CPU."""
    lines = _CPU_INFO.read_text("utf-8").splitlines() if _CPU_INFO.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
