from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.render.colour import COLORMAPS
from explorer.session.commands.table import COMMANDS
from explorer.session.state import GAMMAS


def select(desk, title: str) -> None:
    """Select a layer by its title."""
    desk.session.select_layer(next(c.value for c in desk.view.strip.cards if c.title == title))


def ends(desk) -> tuple[float, float]:
    levels = desk.view.maps.legend.levels
    return levels.low, levels.high


@pytest.fixture
def white(tmp_path: Path) -> Path:
    path = tmp_path / "white.png"
    Image.fromarray(np.full((40, 40), 255, np.uint8)).save(path)
    return path


def test_every_colour_map_can_be_chosen() -> None:
    assert {f"colormap-{name}" for name in COLORMAPS} <= {command.name for command in COMMANDS}


def test_block_shares_one_scale_from_convolution_to_pool(digits) -> None:
    digits.session.set_scope("block")
    shared = set()
    for title in ("conv1", "relu1", "pool1"):
        select(digits, title)
        shared.add(ends(digits))
        assert digits.view.maps.legend.spans == "conv1, relu1 and pool1"
    assert len(shared) == 1
    select(digits, "conv2")
    assert ends(digits) not in shared


def test_relu_of_a_block_shows_what_it_took_away(digits) -> None:
    digits.session.set_scope("block")
    select(digits, "relu1")
    legend = digits.view.maps.legend
    assert legend.levels.low < 0
    assert (legend.levels.minimum, legend.levels.clips_low) == (0, False)


def test_net_shares_one_scale_but_for_probabilities(digits) -> None:
    digits.session.set_scope("net")
    scales = {}
    for card in digits.view.strip.cards[1:]:
        digits.session.select_layer(card.value)
        scales[card.operator] = ends(digits)
    assert scales.pop("Softmax") == (0, 1)
    assert len(set(scales.values())) == 1


def test_locked_scale_stays_put_between_pictures(digits, white: Path) -> None:
    before = ends(digits)
    digits.session.set_scope("locked")
    assert ends(digits) == before
    digits.session.open_picture(white)
    digits.settle()
    assert ends(digits) == before
    digits.session.set_scope("layer")
    assert ends(digits) != before


def test_each_layer_is_locked_at_the_scale_that_it_was_first_shown_with(digits, white: Path) -> None:
    digits.session.set_scope("locked")
    select(digits, "conv2")
    second = ends(digits)
    digits.session.open_picture(white)
    digits.settle()
    assert ends(digits) == second
    select(digits, "conv1")
    select(digits, "conv2")
    assert ends(digits) == second


def test_lock_takes_over_the_scale_that_is_shown(digits) -> None:
    digits.session.set_scope("net")
    before = ends(digits)
    digits.session.set_scope("locked")
    assert ends(digits) == before


def test_locks_of_one_net_are_not_those_of_another(digits) -> None:
    digits.session.set_scope("locked")
    digits.session.set_limits(-1e6, 1e6)
    digits.session.open_net("resnet8")
    digits.settle()
    select(digits, digits.view.maps.title)
    assert ends(digits) != (-1e6, 1e6)


def test_ends_of_the_scale_can_be_set_and_lock_it(digits) -> None:
    digits.session.set_limits(-0.5, 2)
    assert digits.session.state.scope == "locked"
    assert ends(digits) == (-0.5, 2)
    assert digits.view.maps.legend.levels.ends[1].startswith("≥") or digits.view.maps.legend.levels.maximum <= 2
    digits.session.set_limits(3, 3)
    assert ends(digits) == (-0.5, 2)


def test_captions_are_maxima_unless_each_map_has_its_own_scale(digits) -> None:
    for scope in ("layer", "block", "net", "locked"):
        digits.session.set_scope(scope)
        assert "…" not in digits.view.maps.caption(0)
    digits.session.set_scope("slice")
    assert "…" in digits.view.maps.caption(0)
    assert digits.view.maps.legend.spans == "this map alone"


def test_gamma_steps_to_its_ends(digits) -> None:
    for _ in range(20):
        digits.session.step_gamma(-1)
    assert digits.view.maps.legend.colours.gamma == GAMMAS[0]
    digits.session.step_gamma(1)
    assert digits.session.state.gamma == GAMMAS[1]
    digits.session.set_gamma(0.93)
    assert digits.session.state.gamma == 1


def test_colours_are_reset_in_one_step(digits) -> None:
    first = digits.view.maps.legend
    digits.session.set_colormap("viridis")
    digits.session.set_gamma(0.5)
    digits.session.toggle_marked()
    digits.session.set_limits(0, 1)
    assert digits.view.maps.legend != first
    digits.session.reset_colours()
    assert digits.view.maps.legend == first


def test_histogram_counts_the_values_of_the_layer_or_the_map(digits) -> None:
    volume = digits.view.maps.volume
    assert digits.view.maps.legend.histogram.sum() == volume.size
    digits.session.set_scope("slice")
    assert digits.view.maps.legend.histogram.sum() == volume[0].size


def test_saved_layer_is_in_the_colours_that_are_shown(digits, tmp_path: Path) -> None:
    digits.session.set_colormap("grey")
    digits.session.set_limits(-3, 3)
    digits.session.set_gamma(0.5)
    digits.session.save_slice_png(tmp_path / "slice.png")
    with Image.open(tmp_path / "slice.png") as image:
        text = dict(image.text)
    assert (text["levels"], text["colour map"], text["gamma"], text["scope"]) == ("-3 3", "grey light", "0.5", "locked")
