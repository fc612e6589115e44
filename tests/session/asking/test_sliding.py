"""A classifier that slides over the whole picture, as a user chooses it."""

from __future__ import annotations

import numpy as np
from PIL import Image

from explorer.session.address import find_address
from explorer.session.parts.input import NOT_THE_CROPS
from explorer.session.shown import layer_shape


def test_answer_is_a_map_of_scores_over_the_picture(digits) -> None:
    likeliest = digits.view.answer.answers[0].label
    digits.session.slide(convolutional=True)
    digits.settle()
    view = digits.view
    assert view.slides and "convolutional" in view.title
    assert view.maps.volume.shape == (10, 3, 8)
    assert np.allclose(view.maps.volume.sum(axis=0), 1, atol=1e-5)
    assert view.slice.under is not None and view.slice.under.pixels.shape[:2] == (40, 60)
    assert view.maps.names[view.slice.slice] == view.answer.answers[0].label
    assert view.answer.note == "Each where it is likeliest, of 24 places"
    assert likeliest in view.maps.names


def test_layers_that_pad_make_a_place_differ_from_the_crop_which_is_said(digits) -> None:
    digits.session.open_net("cifar10")
    digits.settle()
    digits.session.slide(convolutional=True)
    digits.settle()
    note, maps = digits.view.answer.note, digits.view.maps.volume
    assert NOT_THE_CROPS in note
    digits.session.slide(convolutional=False)
    digits.settle()
    assert NOT_THE_CROPS not in digits.view.answer.note
    digits.session.set_crop((0.0, 0.0, 32.0, 32.0))
    digits.settle()
    digits.session.select_layer("softmax")
    assert not np.allclose(digits.view.maps.volume[:, 0, 0], maps[:, 0, 0], atol=1e-3)


def test_in_a_picture_of_its_own_size_there_is_nothing_beside_the_crop(digits, tmp_path) -> None:
    Image.new("RGB", (32, 32), "orange").save(tmp_path / "small.png")
    digits.session.open_net("cifar10")
    digits.session.open_picture(tmp_path / "small.png")
    digits.settle()
    digits.session.slide(convolutional=True)
    digits.settle()
    assert digits.view.slides and NOT_THE_CROPS not in digits.view.answer.note


def test_its_places_are_the_answers_to_the_picture_cut_out_there(digits) -> None:
    digits.session.slide(convolutional=True)
    digits.settle()
    maps = digits.view.maps.volume
    digits.session.slide(convolutional=False)
    digits.settle()
    digits.session.set_crop((4.0, 8.0, 36.0, 40.0))
    digits.settle()
    digits.session.select_layer("softmax")
    assert np.allclose(digits.view.maps.volume[:, 0, 0], maps[:, 1, 2], atol=1e-5)


def test_it_is_undone_and_made_again(digits) -> None:
    digits.session.select_layer("conv1")
    digits.session.slide(convolutional=True)
    digits.settle()
    digits.session.undo()
    digits.settle()
    assert not digits.view.slides and digits.view.state.layer == "conv1" and not digits.view.state.zoomed
    assert digits.view.maps.volume.shape == (6, 28, 28)
    digits.session.redo()
    digits.settle()
    assert digits.view.slides and digits.view.slice.under is not None


def test_the_net_is_taken_as_it_was(digits) -> None:
    for convolutional in (True, False):
        digits.session.slide(convolutional=convolutional)
        digits.settle()
    assert not digits.view.slides and "convolutional" not in digits.view.title
    assert not digits.view.state.zoomed and digits.view.maps.volume.shape == (10, 1, 1)


def test_a_net_without_such_layers_says_so_each_time(digits) -> None:
    digits.session.open_net("filters")
    digits.settle()
    for _ in range(2):
        digits.messages.clear()
        digits.session.slide(convolutional=True)
        digits.settle()
        (message,) = digits.messages
        assert (message.kind, message.text) == ("error", "the net has no fully connected layers")
        assert not digits.view.slides and not digits.session._exchange.wanted.convolutional


def test_another_net_is_opened_as_its_file_has_it(digits) -> None:
    digits.session.slide(convolutional=True)
    digits.settle()
    digits.session.open_net("cifar10")
    digits.settle()
    assert not digits.view.slides and not digits.view.state.over_picture


def test_units_of_the_map_have_addresses(digits) -> None:
    digits.session.slide(convolutional=True)
    digits.settle()
    loaded = digits.session._exchange.loaded
    found = find_address("fc4:83@7,2", loaded.layers, lambda value: layer_shape(loaded, value))
    assert (found.slice, found.place) == (83, (2, 7))


def test_a_picture_smaller_than_the_net_is_enlarged_to_it(digits, checkout) -> None:
    digits.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    digits.settle()
    digits.session.select_layer("softmax")
    before = digits.view.maps.volume
    digits.session.slide(convolutional=True)
    digits.settle()
    (message,) = digits.messages
    assert (message.kind, message.hint) == ("info", "open a larger one to see a map of answers")
    assert not digits.view.state.zoomed
    assert digits.view.input.facts[1] == ("Size", "28 × 28 → 32 × 32")
    assert np.allclose(digits.view.maps.volume, before, atol=1e-5)


def test_net_that_is_being_opened_does_not_slide_in_the_place_of_the_one_that_is_shown(digits) -> None:
    digits.session.open_net("cifar10")
    digits.session.slide(convolutional=True)
    assert digits.messages[-1].text == "Another net is being opened"
    digits.settle()
    assert not digits.view.slides
