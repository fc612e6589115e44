from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided
from explorer.qt.maps.header import MapsHeader
from explorer.session.views.view import View

LONG = "model/backbone/inception_resnet_block_17/branch_pool_projection/convolution_with_batch_normalisation_folded_in"
COUNT = "64 maps \N{MIDDLE DOT} 62 \N{MULTIPLICATION SIGN} 62 \N{MIDDLE DOT} number = maximum"
WARNING = "133236 of 246016 NaN or infinite"


@pytest.mark.parametrize("warning", ["", WARNING])
@pytest.mark.parametrize("title", ["conv1", LONG])
def test_no_name_of_a_layer_cuts_the_number_of_its_maps(
    qtbot: QtBot, look: Look, maps_of, title: str, warning: str
) -> None:
    header = MapsHeader(look)
    qtbot.addWidget(header)
    header.resize(714, header.height())  # the room between the panels in a window of 1280
    maps = replace(maps_of(np.zeros((2, 3, 3), np.float32)), title=title, subtitle=COUNT, warning=warning)
    header.show_view(View(maps=maps))
    header.show()
    shown = {line.text(): line.toolTip() for line in header.findChildren(Elided) if line.isVisible()}
    assert {COUNT, *filter(None, [warning])} < set(shown)
    (named,) = shown.keys() - {COUNT, WARNING}
    begin, _, end = named.partition("\N{HORIZONTAL ELLIPSIS}")
    assert title.startswith(begin) and title.endswith(end)
    assert shown[named] == (LONG if end else "")
