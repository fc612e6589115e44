from __future__ import annotations

import re
import string

import pytest

from explorer import resources
from explorer.session.bundled import find_net
from explorer.session.commands.table import COMMANDS
from explorer.session.strip.layers import Layer
from explorer.session.tour.layers import CONNECTED
from explorer.session.tour.nets import PATTERN, pattern
from explorer.session.tour.page import Page
from explorer.session.tour.pages import PAGES

WHICH = (
    "third axis",
    "depth of its input",
    "depth of the input",
    "full in depth",
    "depth slice",
    "depth column",
    "of a net",
)
"""What a sentence says of the depth that it means."""


def test_there_is_a_page_for_each_fact() -> None:
    assert len(PAGES) == 19 and len({page.title for page in PAGES}) == 19


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_no_number_is_typed_into_a_page(page: Page) -> None:
    literal = "".join(text for text, *_ in string.Formatter().parse(page.template))
    assert not re.search(r"\d", literal + page.title)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_page_stands_on_what_comes_with_the_program(page: Page) -> None:
    assert find_net(page.scene.net).is_relative_to(resources.assets())
    assert (resources.samples() / page.scene.picture).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_depth_is_never_said_without_saying_which(page: Page) -> None:
    for sentence in re.split(r"(?<=[.?]) ", page.template):
        said = re.search(r"\bdepth\b", sentence)
        assert not said or any(which in sentence for which in WHICH), sentence


@pytest.mark.parametrize(("page", "command"), [(CONNECTED, "slide"), (PATTERN, "design-net")])
def test_page_names_its_command_as_the_menu_does(page: Page, command: str) -> None:
    (found,) = [known for known in COMMANDS if known.name == command]
    assert f"{found.menu} > {found.title.rstrip('…')}" in page.template
    assert all(f"({key})" in page.template for key in found.keys)


def layers(operators: str) -> list[Layer]:
    names = {"I": "Input", "C": "Conv", "R": "Relu", "P": "MaxPool", "F": "Gemm", "S": "Softmax", "N": "Flatten"}
    return [Layer(str(i), str(i), names[letter], "other", None) for i, letter in enumerate(operators)]


@pytest.mark.parametrize(
    ("operators", "found"),
    [
        ("ICRPNFS", (1, 1, 0)),
        ("ICRPCRPNFRFS", (1, 2, 1)),
        ("ICRCRPCRCRPNFRFRFS", (2, 2, 2)),
        ("ICRF", (1, 1, 0)),
        ("ICRCRPCRPF", None),
        ("ICPF", None),
        ("ICRP", None),
    ],
)
def test_pattern_of_a_net(operators: str, found: tuple[int, int, int] | None) -> None:
    assert pattern(layers(operators)) == found
