"""Which way of convolving is taken for which layers."""

from __future__ import annotations

from explorer.kernels.tile import BLOCKS
from explorer.kernels.vector import LANES
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.dilated_plan import DilatedPlan, split
from explorer.nn.few_tiles_plan import FewTilesPlan, plan_few_tiles
from explorer.nn.grouped_plan import GroupedPlan
from explorer.nn.line_plan import LinePlan, plan_lines
from explorer.nn.point_plan import PointPlan, plan_points
from explorer.nn.span_plan import SpanPlan, plan_spans
from explorer.nn.tap_plan import split_among, split_filters
from explorer.nn.tap_planes import Axis
from explorer.nn.transposed_plan import Spread, plan_transposed
from explorer.nn.winograd_plan import WinogradPlan


def test_phases_of_transposed_convolutions_are_computed_at_once_where_that_is_faster() -> None:
    def parts(channels: int, filters: int, extent: int, taps: int, stride: int = 2) -> int:
        axis = Spread(extent, extent * stride, taps, stride, 1, (taps - stride) // 2)
        return len(plan_transposed(channels, filters, 1, (axis, axis), exact=False).parts)

    assert parts(64, 64, 32, 4) == parts(64, 64, 32, 2) == 1
    assert parts(512, 256, 4, 4) == parts(64, 64, 32, 3) == 4


def test_few_tiles_are_taken_where_they_are_faster() -> None:
    small, large, five = Axis(8, 8, 1, (-1, 0, 1)), Axis(32, 32, 1, (-1, 0, 1)), Axis(8, 8, 1, (-2, -1, 0, 1, 2))
    assert isinstance(plan_convolution(192, 192, 1, (small, small), exact=False), FewTilesPlan)
    for axis in (large, five):
        assert not plan_few_tiles(192, 192, axis, axis)


def test_lines_are_taken_for_few_channels_of_five_taps() -> None:
    small, large, three = (Axis(n, n, 1, tuple(range(-k, k + 1))) for n, k in ((14, 2), (28, 2), (28, 1)))
    assert isinstance(plan_convolution(6, 16, 1, (small, small), exact=False), LinePlan)
    assert isinstance(plan_convolution(64, 64, 1, (large, large), exact=False), WinogradPlan)
    assert not plan_lines(8, 16, three, three)
    assert not plan_lines(8, 16, Axis(4, 4, 1, (0,)), Axis(7, 3, 1, (0, 1, 2, 3, 4)))


def test_points_are_taken_for_many_filters_in_steps() -> None:
    steps, small, whole = Axis(28, 14, 2, (-1, 0, 1)), Axis(14, 7, 2, (-1, 0, 1)), Axis(8, 8, 1, (0,))
    assert isinstance(plan_convolution(256, 256, 1, (steps, steps), exact=False), PointPlan)
    assert not isinstance(plan_convolution(256, 256, 1, (steps, steps), exact=True), PointPlan)
    assert isinstance(plan_convolution(64, 5 * LANES - 3, 1, (small, small), exact=False), PointPlan)
    for channels, axis in ((1024, small), (256, whole)):
        assert not list(plan_points(channels, channels, 1, axis, axis))


def test_many_small_groups_are_convolved_span_by_span_or_point_by_point() -> None:
    seven, five = Axis(7, 7, 1, (-1, 0, 1)), Axis(5, 5, 1, (-1, 0, 1))
    assert isinstance(plan_convolution(368, 368, 46, (seven, seven), exact=False), SpanPlan)
    assert isinstance(plan_convolution(1024, 1024, 32, (five, five), exact=False), PointPlan)
    assert not list(plan_spans(12, 12, 2, seven, seven))
    assert not list(plan_spans(8, 8, 2, Axis(300, 300, 1, (0,)), Axis(20000, 20000, 1, (0,))))


def test_large_groups_are_convolved_one_by_one() -> None:
    axis = Axis(27, 27, 1, (-1, 0, 1))
    assert isinstance(plan_convolution(192, 192, 2, (axis, axis), exact=False), GroupedPlan)
    assert not isinstance(plan_convolution(192, 192, 2, (axis, axis), exact=True), GroupedPlan)
    assert not isinstance(plan_convolution(192, 192, 48, (axis, axis), exact=False), GroupedPlan)


def test_taps_that_lie_apart_are_moved_together_for_many_filters() -> None:
    near, far, steps = Axis(28, 28, 1, (-2, 0, 2)), Axis(28, 28, 1, (-18, 0, 18)), Axis(28, 14, 2, (-2, 0, 2))
    assert isinstance(plan_convolution(256, 256, 1, (near, near), exact=False), DilatedPlan)
    assert not isinstance(plan_convolution(256, 256, 1, (near, near), exact=True), DilatedPlan)
    assert not isinstance(plan_convolution(256, 256, 1, (steps, steps), exact=False), DilatedPlan)
    assert [split(axis).axis.outputs for axis in (near, far)] == [29, 45]


def test_exact_sums_are_those_of_the_definition() -> None:
    axis = Axis(56, 56, 1, (-1, 0, 1))
    assert isinstance(plan_convolution(64, 64, 1, (axis, axis), exact=False), WinogradPlan)
    assert not isinstance(plan_convolution(64, 64, 1, (axis, axis), exact=True), WinogradPlan)


def test_threads_are_given_as_many_filters() -> None:
    most = max(size for size, _ in BLOCKS)
    for count in range(1, 200):
        whole, last = divmod(count, most)
        assert sum(split_filters(count)) == count
        assert last or split_filters(count) == (most,) * whole
        for parts in (n for n in (1, 2, 4, 8) if n <= len(split_filters(count))):
            shares = [sum(part) for part in split_among(count, parts)]
            assert sum(shares) == count
            assert max(shares) - count / parts < 2


def test_parts_are_given_as_many_vectors_point_by_point() -> None:
    steps = Axis(16, 8, 2, (0, 1, 2))
    for vectors in range(1, 20):
        for plan in plan_points(4, vectors * LANES - 1, 1, steps, steps):
            panels = plan._panels
            shares = [sum(lanes for _, lanes in panels[low:high]) for _, low, high, *_ in plan._make_jobs()[1]]
            assert sum(shares[: plan.parts]) == vectors * LANES
            assert max(shares) - min(shares) <= LANES
