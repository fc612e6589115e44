"""The pages of the tour, in order."""

from __future__ import annotations

from explorer.session.tour.layers import CONNECTED, FLATTENING, ONE_PIXEL, PADDING, POOLING
from explorer.session.tour.nets import BOTTLENECK, DEPTHS, FIELD, PATTERN, STRIDES
from explorer.session.tour.page import Page
from explorer.session.tour.sums import CHANNELS, COLUMN, ORDER, PARAMETERS, SHARING, UNIT
from explorer.session.tour.volumes import DEPTH, EXTENTS, SPAN

PAGES: tuple[Page, ...] = (
    EXTENTS,
    DEPTH,
    SPAN,
    CHANNELS,
    SHARING,
    PARAMETERS,
    COLUMN,
    UNIT,
    PADDING,
    POOLING,
    FLATTENING,
    ONE_PIXEL,
    CONNECTED,
    BOTTLENECK,
    FIELD,
    ORDER,
    STRIDES,
    DEPTHS,
    PATTERN,
)
