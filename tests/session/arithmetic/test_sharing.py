from __future__ import annotations

import numpy as np

from explorer.session.pointed import Weight


def test_counts_with_and_without_sharing_are_spelled_out(digits) -> None:
    words = digits.view.sharing.words
    assert "5·5·1 = 25 weights and a bias are shared by all 28·28 = 784 units" in words
    assert "6 filters" in words and "156 parameters" in words and "122,304" in words


def test_pointing_at_a_weight_lights_all_that_it_multiplies(digits) -> None:
    session = digits.session
    session.go_to("conv2:3")
    assert digits.view.sharing.lit is None
    session.weigh(Weight(2, 0, 4))
    lit = digits.view.sharing.lit
    expected = np.zeros((14, 14), bool)
    expected[:10, 4:] = True
    assert np.array_equal(lit.inputs, expected) and (lit.channel, lit.fed) == (2, False)
    assert lit.title == "pool1, map 2" and lit.words == "multiplies 100 inputs, for 100 units"
    assert digits.view.readout.text.endswith(lit.words)
    session.weigh(None)
    assert digits.view.sharing.lit is None


def test_weights_of_the_first_layer_lie_on_what_is_fed(digits) -> None:
    digits.session.weigh(Weight(0, 4, 4))
    lit = digits.view.sharing.lit
    assert lit.fed and lit.inputs.sum() == 784 and lit.inputs[4:, 4:].all()


def test_weights_that_lie_in_padding_say_for_how_many_units(desk, photo) -> None:
    desk.session.open_net("cifar10")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.weigh(Weight(1, 0, 0))
    assert "961 inputs, for 1,024 units; for 63 of the units it lies in the padding" in desk.view.sharing.lit.words


def test_fully_connected_layers_share_nothing(digits) -> None:
    digits.session.go_to("fc4:0")
    assert digits.view.sharing.words.startswith("Nothing is shared: each of the 120 weights")
    digits.session.weigh(Weight(3, 0, 0))
    assert digits.view.sharing.lit is None


def test_what_no_filter_made_shares_nothing(digits) -> None:
    digits.session.select_layer(digits.view.strip.cards[0].value)
    assert digits.view.sharing is None
