"""An asymmetric picture, and a PNG reader and writer that share nothing with Pillow."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

Array = npt.NDArray[Any]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


@pytest.fixture
def letter() -> Array:
    """Return an F, uint8 (7, 5): no turn or mirroring of it looks the same."""
    rows = ("#####", "#....", "#....", "####.", "#....", "#....", "#....")
    return np.array([[255 if mark == "#" else 0 for mark in row] for row in rows], np.uint8)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += length + 12


def paeth(a: int, b: int, c: int) -> int:
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def unfiltered(data: bytes, height: int, stride: int, unit: int) -> Array:
    rows = np.zeros((height + 1, stride + unit), np.uint8)
    for y in range(height):
        kind, *line = data[y * (stride + 1) : (y + 1) * (stride + 1)]
        for x, byte in enumerate(line, unit):
            a, b, c = int(rows[y + 1, x - unit]), int(rows[y, x]), int(rows[y, x - unit])
            rows[y + 1, x] = (byte + (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) % 256
    return rows[1:, unit:]


def decoded(path: Path) -> Array:
    parts = list(chunks(path.read_bytes()))
    width, height, bits, colour = struct.unpack(">IIBB", dict(parts)[b"IHDR"][:10])
    channels = CHANNELS[colour]
    stride = -(-width * channels * bits // 8)
    raw = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    rows = unfiltered(raw, height, stride, max(1, channels * bits // 8))
    if bits == 16:
        samples = rows.view(">u2").astype(float)
    else:
        flat = np.unpackbits(rows, axis=1)[:, : width * channels * bits].reshape(height, -1, bits)
        samples = (flat * (1 << np.arange(bits)[::-1])).sum(axis=2).astype(float)
    samples = samples.reshape(height, width, channels)
    if colour == 3:
        palette = np.frombuffer(dict(parts)[b"PLTE"], np.uint8).reshape(-1, 3)
        return palette[samples[..., 0].astype(int)] / 255
    samples /= 2**bits - 1
    if channels in {2, 4}:
        return samples[..., :-1] * samples[..., -1:] + 1 - samples[..., -1:]
    return samples


@pytest.fixture
def read_png() -> Callable[[Path], Array]:
    """Return a reader of PNG files that are not interlaced: float (H, W, 1 or 3) in 0..1, on white."""
    return decoded


def encoded(samples: Array, *, interlaced: bool = False) -> bytes:
    height, width, channels = samples.shape
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    lines = [
        b"\0" + row.astype(">u2").tobytes()
        for top, left, down, across in passes
        for row in samples[top::down, left::across]
        if row.size
    ]
    header = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, int(interlaced))
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


@pytest.fixture
def encode_png() -> Callable[..., bytes]:
    """Return a writer of 16-bit PNG files from uint16 (H, W, 1 to 4)."""
    return encoded
