"""Pictures to begin with: bundled ones, and photographs of scikit-image where it is installed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from explorer import resources

_BUNDLED = {
    "digit-2": ("Digit 2", "a drawn digit, white on black as in MNIST, 28 × 28"),
    "digit-3": ("Digit 3", "a drawn digit, white on black as in MNIST, 28 × 28"),
    "digit-5": ("Digit 5", "a drawn digit, white on black as in MNIST, 28 × 28"),
    "digit-7": ("Digit 7", "a drawn digit, white on black as in MNIST, 28 × 28"),
    "digit-8": ("Digit 8", "a drawn digit, white on black as in MNIST, 28 × 28"),
    "gratings": ("Gratings", "stripes of nine widths and directions"),
    "page": ("Page of digits", "five drawn digits, for a net of fully connected layers that slides over them"),
    "shapes": ("Shapes", "shaded solids on a floor"),
    "wheel": ("Colour wheel", "every hue, paler to the middle"),
    "zone-plate": ("Zone plate", "rings that become finer outwards"),
}
_PHOTOGRAPHS = {
    "astronaut.png": ("Astronaut", "a portrait"),
    "chelsea.png": ("Chelsea", "a tabby cat"),
    "coffee.png": ("Coffee", "a cup on a table"),
    "camera.png": ("Camera", "a photographer, grey"),
    "rocket.jpg": ("Rocket", "a launch at night"),
    "hubble_deep_field.jpg": ("Galaxies", "the Hubble deep field"),
    "coins.png": ("Coins", "Greek coins, grey"),
    "brick.png": ("Bricks", "a wall, grey"),
}


@dataclass(frozen=True)
class Sample:
    """A picture that is on this machine.

    Attributes
    ----------
    title
        Its name in menus.
    described
        What it shows, in a few words.
    """

    title: str
    path: Path
    described: str


def samples() -> tuple[Sample, ...]:
    """Return the photographs, then the bundled pictures; nothing is downloaded and no package is imported.

    Digits are drawn white on black, which is what nets trained on MNIST expect; a dark digit on paper has to be
    inverted first.
    """
    return (*_photographs(), *_bundled())


def _bundled() -> list[Sample]:
    paths = sorted(resources.samples().glob("*.png"))
    words = [_BUNDLED.get(path.stem, (path.stem, "")) for path in paths]
    return [Sample(title, path, text) for path, (title, text) in zip(paths, words, strict=True)]


def _photographs() -> list[Sample]:
    spec = importlib.util.find_spec("skimage")
    folders = [Path(place) / "data" for place in (spec.submodule_search_locations or [])] if spec else []
    paths = [(folder / name, *text) for folder in folders for name, text in _PHOTOGRAPHS.items()]
    return [Sample(title, path, text) for path, title, text in paths if path.is_file()]
