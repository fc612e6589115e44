"""What the session does when the filter is to be changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from explorer.qt.filters.section import FilterSection
from explorer.session.session import Session

_OFFERED = ("reset-layer", "reset-edits", "compare-unedited", "save-net")
_ALWAYS = ("undo", "redo", "compare-unedited")


def let_edit(section: FilterSection, session: Session, actions: Mapping[str, QAction]) -> None:
    """Connect a section with the session."""
    section.weight_chosen.connect(lambda at, value: session.edit_weight(at.kernel, at.y, at.x, value))
    section.fill_chosen.connect(session.fill_kernel)
    section.bias_chosen.connect(session.edit_bias)
    section.factor_chosen.connect(session.scale_filter)
    section.weight_reset.connect(lambda at: session.reset_weight(at.kernel, at.y, at.x))
    section.kernel_reset.connect(session.reset_kernel)
    section.bias_reset.connect(session.reset_bias)
    section.filter_reset.connect(session.reset_filter)
    section.compare_asked.connect(actions["compare-unedited"].trigger)
    section.edit_begun.connect(session.begin_step)
    section.edit_ended.connect(session.end_step)
    section.offer([actions[name] for name in _OFFERED], [actions[name] for name in _ALWAYS])
