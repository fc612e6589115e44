from __future__ import annotations

import pytest

from explorer.session.state import TABS


@pytest.mark.parametrize("tab", TABS)
def test_only_the_chosen_tab_of_shown_workings_is_resolved(digits, tab) -> None:
    assert digits.view.workings is None
    digits.session.show_tab(tab)
    assert digits.view.workings is not None
    digits.session.toggle_panel("workings")
    assert digits.view.workings is None


def test_undo_leaves_the_workings_as_they_are(digits) -> None:
    digits.session.step_slice(1, 0)
    digits.session.show_tab("shapes")
    digits.session.undo()
    assert digits.view.slice.slice == 0 and digits.session.state.tab == "shapes"
    assert "workings" not in digits.session.state.hidden
