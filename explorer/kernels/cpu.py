"""Which instructions kernels are compiled for: a tier of CPUs, so that one cache serves every machine of the tier."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

NAME, FEATURES = "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"


@dataclass(frozen=True)
class Tier:
    """A family of CPUs that run the same code.

    Attributes
    ----------
    name
        As LLVM names the CPU; ``"host"`` for a CPU of no tier.
    features
        LLVM's feature string; the empty string for the tier's own.
    needs
        Host features that a CPU of the tier has.
    lanes
        Floats in a vector register.
    registers
        Number of vector registers.
    """

    name: str
    features: str
    needs: tuple[str, ...]
    lanes: int
    registers: int


TIERS = (
    # LLVM splits 512-bit vectors on this tier unless told not to.
    Tier("x86-64-v4", "-prefer-256-bit", ("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"), 16, 32),
    Tier("x86-64-v3", "", ("avx2", "fma", "bmi2", "f16c"), 8, 16),
)
_HOST = Tier("host", "", (), 4, 16)
_HOST_ARM = Tier("host", "", (), 4, 32)


def tier_of(features: Mapping[str, bool], architecture: str) -> Tier:
    """Return the widest tier of a CPU with the given LLVM features."""
    if architecture.startswith("x86_64"):
        return next((tier for tier in TIERS if all(features.get(n, False) for n in tier.needs)), _HOST)
    return _HOST_ARM if architecture.startswith(("aarch64", "arm64")) else _HOST


def choose_tier(environment: MutableMapping[str, str] = os.environ) -> Tier:
    """Set the tier that Numba will compile for, and return it; to be called before numba is imported.

    A CPU that the user has named in ``NUMBA_CPU_NAME`` is left as it is.
    """
    named = environment.get(NAME)
    if named:
        return next((tier for tier in TIERS if tier.name == named), _HOST)
    tier = _host_tier()
    if tier.needs:
        environment[NAME] = tier.name
        environment[FEATURES] = tier.features
    return tier


def _host_tier() -> Tier:
    from llvmlite import binding  # noqa: PLC0415, loads LLVM, which only the worker that compiles may wait for

    architecture = binding.get_default_triple().split("-")[0]
    return tier_of(dict(binding.get_host_cpu_features()), architecture)
