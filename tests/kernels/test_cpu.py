from __future__ import annotations

import pytest

from explorer.kernels.cpu import FEATURES, NAME, TIERS, choose_tier, tier_of

V4, V3 = TIERS


@pytest.mark.parametrize(("features", "lanes"), [(V4.needs + V3.needs, 16), (V3.needs, 8), (V3.needs[:1], 4), ((), 4)])
def test_the_widest_tier_that_the_cpu_has_is_chosen(features: tuple[str, ...], lanes: int) -> None:
    assert tier_of(dict.fromkeys(features, True), "x86_64-unknown-linux-gnu").lanes == lanes


def test_arm_has_four_lanes_and_many_registers() -> None:
    tier = tier_of({}, "arm64-apple-darwin")
    assert (tier.lanes, tier.registers, tier.needs) == (4, 32, ())


def test_the_users_cpu_stays() -> None:
    environment = {NAME: "x86-64-v3"}
    assert choose_tier(environment) == V3
    assert environment == {NAME: "x86-64-v3"}


def test_the_tier_is_told_to_numba() -> None:
    environment: dict[str, str] = {}
    tier = choose_tier(environment)
    assert environment == ({NAME: tier.name, FEATURES: tier.features} if tier.needs else {})
