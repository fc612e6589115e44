from __future__ import annotations

from dataclasses import replace

from explorer.qt.strip.tip import spoken, tip


def test_a_layer_that_multiplies_says_how_fast(chain) -> None:
    assert "speed" not in tip(chain, 0)
    fast = replace(chain, cards=tuple(replace(card, speed="131 GFLOP/s") for card in chain.cards))
    assert "speed: 131 GFLOP/s (a multiply-add is two operations)" in tip(fast, 0).splitlines()


def test_an_edited_layer_says_so(chain) -> None:
    edited = replace(chain, edited=frozenset({0}))
    assert "edited" in tip(edited, 0).splitlines() and "edited" not in tip(edited, 1).splitlines()
    assert "edited" in spoken(edited)
