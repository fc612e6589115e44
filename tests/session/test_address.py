from __future__ import annotations

import pytest

from explorer.errors import UsageError
from explorer.session.address import Address, address_of, find_address, pixel_address, slice_address
from explorer.session.pointed import Cell
from explorer.session.strip.layers import Layer

CONV = Layer("v1", "conv2", "Conv", "conv", None)
ODD = Layer("v2", "features/Conv:0", "Conv", "conv", None)
LAYERS = (CONV, ODD)


def find(text: str) -> Address:
    return find_address(text, LAYERS, lambda _: (32, 10, 20))


def test_addresses_say_layer_slice_column_row() -> None:
    assert address_of(CONV, Cell(17, 8, 5)) == "conv2:17@5,8"
    assert slice_address(CONV, 17) == "conv2:17"
    assert pixel_address(CONV, 8, 5) == "conv2@5,8"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("conv2:17@5,8", Address(CONV, 17, (8, 5))),
        ("  conv2:17@5, 8 ", Address(CONV, 17, (8, 5))),
        ("conv2:17", Address(CONV, 17)),
        ("conv2", Address(CONV)),
        ("v1", Address(CONV)),
        ("conv2@19,9", Address(CONV, None, (9, 19))),
        ("features/Conv:0", Address(ODD)),
        ("features/Conv:0:3@1,2", Address(ODD, 3, (2, 1))),
    ],
)
def test_addresses_are_found(text: str, address: Address) -> None:
    assert find(text) == address


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_spelled_is_found_again(layer: Layer) -> None:
    assert find(address_of(layer, Cell(3, 4, 5))) == Address(layer, 3, (4, 5))
    assert find(slice_address(layer, 3)) == Address(layer, 3)
    assert find(pixel_address(layer, 4, 5)) == Address(layer, None, (4, 5))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the address is empty", "conv2:17@5,8"),
        ("conv3:1", "there is no layer 'conv3'", "did you mean conv2?"),
        ("conv2:32@0,0", "'conv2' has no depth slice 32", "it has 32, from 0 to 31"),
        ("conv2:1@20,0", "'conv2' has no place 20,0", "x from 0 to 19, y from 0 to 9"),
        ("conv2:1@5", "'conv2:1@5' is not an address", "write layer:slice@x,y"),
        ("conv2:-1@5,3", "'conv2:-1@5,3' is not an address", "write layer:slice@x,y"),
        ("conv2:" + "9" * 5000, "'conv2:9999999999999999999999999999999999 ...' is not", "write layer:slice@x,y"),
        (
            "Dear all,\n" + "x" * 10**6,
            "'Dear all,\\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ...' is not",
            "write layer:slice@x,y",
        ),
    ],
)
def test_what_is_wrong_is_told(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        find(text)
    assert message in refused.value.message
    assert hint in refused.value.hint
