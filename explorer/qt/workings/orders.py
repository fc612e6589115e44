"""By what the terms of a sum may stand, as the tabs offer it."""

from __future__ import annotations

from explorer.session.state import TermOrder

ORDERS: tuple[tuple[TermOrder, str], ...] = (("contribution", "Largest first"), ("index", "By index"))
