"""A line of a panel."""

from __future__ import annotations

from typing import TypeAlias

Fact: TypeAlias = tuple[str, str]
"""A label with its value, as one line of a panel."""
