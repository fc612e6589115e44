"""Compile the kernels of well-known nets: ``python assets/kernels/make.py FOLDER`` for every kind of CPU like this one.

Without a folder they are compiled for this machine alone, into the cache. A program that finds them, as the bundle does
and a checkout that is set up, shows a net at once where it would compile for seconds. Kernels for CPUs that this one is
not are compiled as well, but not run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from explorer.bench.builder import Builder
from explorer.bench.case import Case, case_of
from explorer.bench.suite import find_case
from explorer.kernels.cpu import FEATURES, NAME, TIERS
from explorer.kernels.work import rehearse
from explorer.nn.executor import Executor

NETS = ("lenet5", "cifar10", "resnet8", "filters", "alexnet", "resnet50", "mobilenet_v2")


def tiers() -> list[dict[str, str]]:
    """Return what tells Numba of each tier that a machine like this one may be of; of its own alone, if of none."""
    own = os.environ.get(NAME, "")
    known = [{NAME: tier.name, FEATURES: tier.features} for tier in TIERS]
    return known if own in [tier.name for tier in TIERS] else [{}]


def ways() -> Case:
    """Return a net of ways to convolve and to pool that have kernels of their own, and that those nets do not need."""
    net = Builder("ways", 1, 32, 64, 64)
    net.conv(32, 5, 1, 2)
    for kernel, stride, pad in ((2, 2, 0), (2, 2, 0), (3, 2, 0), (3, 2, 1), (3, 1, 1), (3, 3, 0)):
        net.max_pool(kernel, stride, pad)
    return case_of(net.name, net.graph(), {"image": (1, 32, 64, 64)})


def compile_all() -> None:
    """Compile the kernels of all nets for one tier."""
    rehearse()
    for make in (*map(find_case, NETS), ways):
        case = make()
        Executor(case.graph).run(case.feeds)


def main(folder: Path) -> None:
    """Compile for each tier in a process of its own, as Numba asks for it to be chosen beforehand."""
    for tier in tiers():
        environment = {**os.environ, "EXPLORER_CACHE": str(folder), **tier}
        subprocess.run([sys.executable, __file__], env=environment, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else compile_all()
