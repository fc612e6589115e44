"""Draw the sample pictures: ``python assets/samples/make.py`` writes them beside this file, the same each time."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

Pixels = npt.NDArray[Any]
Stroke = list[tuple[float, float]]

SIDE = 512
DIGIT = 28
FINER = 16

PAGE = 216, 144
PLACES = ((10, 6), (130, 14), (70, 50), (22, 94), (170, 102))
"""Upper left corners (x, y) of the digits, two pixels off a multiple of four, where LeNet-5 looks at them squarely."""

# Pen strokes as points (x, y) of a smooth curve in a box of 20 by 20; a repeated point is a corner.
DIGITS: dict[str, list[Stroke]] = {
    "2": [
        [
            (4.2, 5.2),
            (6.2, 2.2),
            (10.4, 1.2),
            (14.2, 3.4),
            (14.6, 7.0),
            (11.2, 11.6),
            (4.0, 18.2),
            (4.0, 18.2),
            (9.6, 17.6),
            (16.4, 17.9),
        ]
    ],
    "3": [
        [
            (4.6, 3.6),
            (8.6, 1.3),
            (13.4, 2.4),
            (14.2, 5.8),
            (12.0, 8.4),
            (8.4, 9.3),
            (8.4, 9.3),
            (13.0, 10.0),
            (15.4, 13.4),
            (13.4, 17.2),
            (8.8, 18.6),
            (4.2, 16.8),
        ]
    ],
    "5": [
        [
            (15.0, 1.8),
            (10.4, 1.9),
            (6.2, 2.0),
            (6.2, 2.0),
            (5.6, 5.4),
            (5.2, 8.8),
            (5.2, 8.8),
            (9.4, 7.6),
            (13.8, 9.2),
            (15.0, 13.0),
            (12.8, 17.0),
            (8.4, 18.5),
            (4.2, 17.2),
        ]
    ],
    "7": [
        [(3.8, 2.6), (9.8, 2.4), (16.0, 2.0), (16.0, 2.0), (13.0, 7.0), (10.2, 12.6), (8.2, 18.8)],
        [(6.8, 10.4), (10.6, 10.2), (14.2, 9.8)],
    ],
    "8": [
        [
            (14.4, 4.2),
            (11.2, 1.4),
            (7.2, 2.2),
            (6.2, 5.4),
            (9.4, 8.8),
            (13.6, 12.2),
            (14.4, 15.8),
            (11.2, 18.6),
            (7.0, 17.6),
            (6.0, 14.2),
            (8.6, 10.6),
            (12.8, 7.6),
            (14.4, 4.2),
        ]
    ],
}


def curve(points: Stroke) -> Pixels:
    """Return a Catmull-Rom curve through ``points``, (n, 2); repeated points break its direction."""
    p = np.array([points[0], *points, points[-1]])
    t = np.linspace(0, 1, 40)[:, None]
    pieces = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        tangent_b = (c - a) / 2 if not np.array_equal(a, b) else (c - b) / 2
        tangent_c = (d - b) / 2 if not np.array_equal(c, d) else (c - b) / 2
        pieces.append(
            (2 * t**3 - 3 * t**2 + 1) * b
            + (t**3 - 2 * t**2 + t) * tangent_b
            + (3 * t**2 - 2 * t**3) * c
            + (t**3 - t**2) * tangent_c
        )
    return np.concatenate(pieces)


def digit(strokes: list[Stroke]) -> Image.Image:
    """Return a digit as MNIST has them: white on black, in a box of 20 by 20, its mass in the centre of 28 by 28."""
    side = DIGIT * FINER
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        line = curve(stroke)
        for share, (x, y) in zip(np.linspace(0, 1, len(line)), (line + 4) * FINER, strict=True):
            radius = FINER * (1.05 + 0.22 * np.sin(np.pi * share))
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    ink = np.asarray(image.filter(ImageFilter.GaussianBlur(FINER * 0.3)), float)
    shift = [round(side / 2 - float((ink * axis).sum() / ink.sum())) for axis in np.indices(ink.shape)]
    centred = Image.fromarray(np.roll(ink, shift, (0, 1)).astype(np.uint8))
    return centred.reduce(FINER)


def page() -> Image.Image:
    """Return all digits on one page, for a net that slides over it."""
    paper = Image.new("L", PAGE)
    for place, strokes in zip(PLACES, DIGITS.values(), strict=True):
        paper.paste(digit(strokes), place)
    return paper


def zone_plate() -> Image.Image:
    """Return rings whose stripes narrow from the centre to three pixels at the edge."""
    y, x = grid(SIDE)
    phase = np.pi * (x**2 + y**2) * SIDE / 12
    return Image.fromarray(to_bytes(0.5 + 0.5 * np.cos(phase)))


def gratings() -> Image.Image:
    """Return nine patches of stripes: three widths across, three directions down."""
    patch = SIDE // 3
    y, x = grid(patch)
    window = np.exp(-((x**2 + y**2) ** 2) * 5.5)
    rows = []
    for angle in (0, 45, 120):
        along = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle))
        rows.append([0.5 + 0.46 * window * np.sin(2 * np.pi * along * cycles) for cycles in (3, 7, 15)])
    picture = np.full((SIDE, SIDE), 0.5)
    picture[1:-1, 1:-1] = np.block(rows)
    return Image.fromarray(to_bytes(picture))


def wheel() -> Image.Image:
    """Return every hue around a disc, pale in its middle, with a ring of twelve full colours and a grey scale."""
    side = SIDE * 2
    y, x = grid(side)
    radius, angle = np.hypot(x, y), np.arctan2(-y, x) / (2 * np.pi) % 1
    picture = np.full((side, side, 3), 0.93)
    disc = radius < 0.66
    picture[disc] = hue(angle[disc], np.clip(radius[disc] / 0.66, 0, 1))
    ring = (radius > 0.72) & (radius < 0.94) & (np.abs((angle * 12) % 1 - 0.5) < 0.46)
    steps = np.floor(angle[ring] * 12) / 12
    picture[ring] = hue(steps, np.ones(steps.size))
    hub = radius < 0.1
    picture[hub] = (0.5 + 0.5 * np.clip(x[hub] / 0.1, -1, 1))[:, None]
    return Image.fromarray(to_bytes(picture)).reduce(2)


def hue(angle: Pixels, saturation: Pixels) -> Pixels:
    """Return RGB (n, 3) of hues in 0..1."""
    table = np.array([colorsys.hsv_to_rgb(i / 720, 1, 1) for i in range(720)])
    pure = table[(angle * 720).astype(int) % 720]
    return 1 - saturation[:, None] * (1 - pure * 0.96)


# The scene of solids: y points up, the camera looks along z. Distances as by Inigo Quilez.

Distance = Callable[[Pixels], Pixels]


def floor(p: Pixels) -> Pixels:
    """Distance to the floor."""
    return p[:, 1]


def ball(p: Pixels) -> Pixels:
    """Distance to a ball."""
    return np.linalg.norm(p - np.array([-1.15, 0.8, 0.35]), axis=1) - 0.8


def cube(p: Pixels) -> Pixels:
    """Distance to a cube that is turned about the vertical, with slightly rounded edges."""
    q = p - np.array([0.95, 0.62, 0.75])
    c, s = np.cos(0.6), np.sin(0.6)
    turned = np.stack([c * q[:, 0] + s * q[:, 2], q[:, 1], -s * q[:, 0] + c * q[:, 2]], axis=1)
    outside = np.abs(turned) - 0.57
    return np.linalg.norm(np.maximum(outside, 0), axis=1) + np.minimum(outside.max(axis=1), 0) - 0.05


def cone(p: Pixels) -> Pixels:
    """Distance to a cone."""
    q = p - np.array([0.15, 0.0, -0.85])
    radial = np.hypot(q[:, 0], q[:, 2])
    return np.maximum((radial - 0.52 * (1 - q[:, 1] / 1.25)) * 0.92, -q[:, 1])


def hoop(p: Pixels) -> Pixels:
    """Distance to a torus that lies on the floor."""
    q = p - np.array([-0.75, 0.16, -1.15])
    return np.hypot(np.hypot(q[:, 0], q[:, 2]) - 0.42, q[:, 1]) - 0.16


SOLIDS: list[tuple[Distance, tuple[float, float, float]]] = [
    (floor, (0.86, 0.84, 0.80)),
    (ball, (0.86, 0.20, 0.15)),
    (cube, (0.13, 0.38, 0.78)),
    (cone, (0.95, 0.70, 0.12)),
    (hoop, (0.14, 0.58, 0.38)),
]
SUN = np.array([-0.48, 0.74, -0.47])
EYE = np.array([0.0, 2.15, -5.4])


def shapes() -> Image.Image:
    """Return shaded solids with soft shadows on a chequered floor."""
    side = SIDE * 2
    y, x = grid(side)
    rays = np.stack([x.ravel() * 0.47, -y.ravel() * 0.47 - 0.27, np.ones(side * side)], axis=1)
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    distance = march(np.broadcast_to(EYE, rays.shape), rays)
    seen = distance < 30
    picture = sky(rays)
    picture[seen] = shade(EYE + rays[seen] * distance[seen, None], rays[seen], distance[seen], picture[seen])
    return Image.fromarray(to_bytes(picture.reshape(side, side, 3) ** (1 / 2.2))).reduce(2)


def march(start: Pixels, rays: Pixels) -> Pixels:
    """Return how far each ray goes until it meets a solid; more than 30 if it meets none."""
    travelled = np.zeros(len(rays))
    moving = np.arange(len(rays))
    for _ in range(160):
        step = nearest(start[moving] + rays[moving] * travelled[moving, None])
        travelled[moving] += step
        moving = moving[(step > 5e-4) & (travelled[moving] < 40)]
    return travelled


def nearest(p: Pixels) -> Pixels:
    """Return the distance of points to the nearest solid."""
    return np.min([solid(p) for solid, _ in SOLIDS], axis=0)


def sky(rays: Pixels) -> Pixels:
    """Return the light that comes from where no solid is."""
    up = np.clip(rays[:, 1:2] * 2.2 + 0.25, 0, 1)
    return (1 - up) * np.array([0.74, 0.80, 0.86]) + up * np.array([0.30, 0.48, 0.72])


def shade(p: Pixels, rays: Pixels, distance: Pixels, behind: Pixels) -> Pixels:
    """Return the light of points on solids: sun with soft shadow, sky, gloss, haze."""
    which = np.argmin([solid(p) for solid, _ in SOLIDS], axis=0)
    colour = np.array([tint for _, tint in SOLIDS])[which] ** 2.2
    chequered = (which == 0) & ((np.floor(p[:, 0] / 0.8) + np.floor(p[:, 2] / 0.8)) % 2 == 0)
    colour[chequered] *= 0.45
    normal = np.stack([nearest(p + e) - nearest(p - e) for e in np.eye(3) * 1e-4], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    sun = np.clip(normal @ SUN, 0, 1) * shadow(p + normal * 4e-3)
    open_sky = 0.5 + 0.5 * normal[:, 1]
    shaded = np.clip(nearest(p + normal * 0.18) / 0.18, 0, 1) * 0.6 + 0.4
    half = SUN - rays
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    gloss = np.where(which == 0, 0, np.clip((normal * half).sum(axis=1), 0, 1) ** 60) * (sun > 0)
    light = sun[:, None] * np.array([1.25, 1.16, 1.0]) + (open_sky * shaded)[:, None] * np.array([0.26, 0.31, 0.38])
    haze = (1 - np.exp(-np.clip(distance - 6, 0, None) * 0.14))[:, None]
    return np.clip((colour * light + 0.5 * gloss[:, None]) * (1 - haze) + behind * haze, 0, 1)


def shadow(p: Pixels) -> Pixels:
    """Return how much of the sun each point sees, 0 to 1."""
    light = np.ones(len(p))
    travelled = np.full(len(p), 0.02)
    for _ in range(48):
        gap = nearest(p + SUN * travelled[:, None])
        light = np.minimum(light, 12 * gap / travelled)
        travelled += np.clip(gap, 0.02, 0.25)
    return np.clip(light, 0, 1)


def grid(side: int) -> tuple[Pixels, Pixels]:
    """Return y and x in -1..1 of the centres of ``side`` by ``side`` pixels."""
    axis = (np.arange(side) + 0.5) / side * 2 - 1
    y, x = np.meshgrid(axis, axis, indexing="ij")
    return y, x


def to_bytes(values: Pixels) -> Pixels:
    """Return values of 0..1 as bytes."""
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def main() -> None:
    """Write all samples."""
    folder = Path(__file__).parent
    pictures = {f"digit-{name}": digit(strokes) for name, strokes in DIGITS.items()}
    pictures |= {"page": page(), "zone-plate": zone_plate(), "gratings": gratings()}
    pictures |= {"wheel": wheel(), "shapes": shapes()}
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
