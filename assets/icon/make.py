"""Draw the icon: ``python assets/icon/make.py`` writes it beside this file in several sizes, the same each time."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
PNG_SIZES = (256, 512)
FINER = 8

BACK, MIDDLE, FRONT = "#62ABF5", "#0F6CBD", "#FFFFFF"
KERNEL = (
    ("#F4A582", "#D9DDE3", "#92C5DE"),
    ("#D6604D", "#D9DDE3", "#2166AC"),
    ("#F4A582", "#D9DDE3", "#92C5DE"),
)
"""An edge filter in the colours of activations: orange negative, blue positive."""


def icon(size: int) -> Image.Image:
    """Return stacked maps with a 3 by 3 kernel on the front one.

    On a grid of 16 units a card is 13 wide and a cell 3, so that at 16 pixels all edges are sharp.
    """
    unit = size * FINER / 16
    image = Image.new("RGBA", (size * FINER, size * FINER))
    draw = ImageDraw.Draw(image)
    cards = [(3.0, 0.0, BACK), (1.5, 1.5, MIDDLE), (0.0, 3.0, FRONT)] if size >= 48 else [(3, 0, MIDDLE), (0, 3, FRONT)]
    for left, top, colour in cards:
        rounded(draw, (left, top, 13), 1.6, unit, colour)
        if colour == FRONT:
            rounded(draw, (left, top, 13), 1.6, unit, MIDDLE)
            rounded(draw, (left + 0.5, top + 0.5, 12), 1.2, unit, colour)
    for row, colours in enumerate(KERNEL):
        for column, colour in enumerate(colours):
            rounded(draw, (1 + 4 * column, 4 + 4 * row, 3), 0.4, unit, colour)
    return image.reduce(FINER)


def rounded(
    draw: ImageDraw.ImageDraw, square: tuple[float, float, float], radius: float, unit: float, colour: str
) -> None:
    """Fill a square (left, top, side) with rounded corners, measured in units."""
    left, top, side = (value * unit for value in square)
    draw.rounded_rectangle((left, top, left + side - 1, top + side - 1), radius * unit, colour)


def main() -> None:
    """Write the PNG files and the Windows icon."""
    folder = Path(__file__).parent
    for size in PNG_SIZES:
        icon(size).save(folder / f"icon-{size}.png", optimize=True)
    drawn = [icon(size) for size in SIZES if size <= 256]
    drawn[-1].save(folder / "icon.ico", sizes=[image.size for image in drawn], append_images=drawn[:-1])


if __name__ == "__main__":
    main()
