"""By what the terms of a sum may stand, as the tabs offer it."""

from __future__ import annotations

from explorer.qt.basics.buttons import Segments
from explorer.session.state import TermOrder

_ORDERS: tuple[tuple[TermOrder, str], ...] = (("contribution", "Largest first"), ("index", "By index"))
_TIPS: dict[TermOrder, str] = {
    "contribution": "What adds or takes away most stands first",
    "index": "As the channels follow one another in the input",
}


def order_segments(name: str) -> Segments:
    """Return buttons that choose an order."""
    segments = Segments(_ORDERS, name)
    for order, tip in _TIPS.items():
        segments.explain(order, tip)
    return segments
