from __future__ import annotations

from collections.abc import Callable

from explorer.kernels.sharing import Sharing


def _pass(sharing: Sharing, time_of: Callable[[int], float]) -> int:
    shares = sharing.shares
    sharing.note(time_of(shares))
    return shares


def test_the_faster_way_is_taken_nearly_always() -> None:
    for faster in (1, 2):
        sharing = Sharing(2, longest=1.0)
        taken = [_pass(sharing, lambda shares: 0.1 if shares == faster else 0.2) for _ in range(1000)]  # noqa: B023
        assert taken[0] == 2
        assert taken.count(faster) > 950


def test_what_is_faster_may_change() -> None:
    sharing = Sharing(2, longest=1.0)
    for _ in range(300):
        _pass(sharing, lambda shares: 0.1 * shares)
    taken = [_pass(sharing, lambda shares: 0.1 / shares) for _ in range(1000)]
    assert taken[-100:].count(2) > 90


def test_a_disturbed_pass_changes_nothing() -> None:
    sharing = Sharing(2, longest=1.0)
    taken = [_pass(sharing, lambda shares: 0.9 if i % 7 == 0 else 0.1 / shares) for i in range(500)]  # noqa: B023
    assert taken[100:200].count(2) == 100


def test_passes_that_others_took_no_part_in_are_no_trial() -> None:
    sharing = Sharing(2, longest=1.0)
    for _ in range(100):
        sharing.note(0)
    taken = [_pass(sharing, lambda shares: 0.1 / shares) for _ in range(500)]
    assert taken[:6] == [2] * 6
    assert taken.count(2) > 480


def test_long_passes_are_shared_from_the_first_to_the_last() -> None:
    sharing = Sharing(4, longest=1.0)
    assert {_pass(sharing, lambda shares: 3.0 / shares + 1) for _ in range(600)} == {4}


def test_one_thread_is_one_thread() -> None:
    sharing = Sharing(1, longest=1.0)
    assert {_pass(sharing, lambda _: 0.1) for _ in range(600)} == {1}
