from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageOps

from explorer.errors import ImageError
from explorer.sources.picture import Picture, open_picture, picture_from_array, picture_from_pil

Array = npt.NDArray[Any]

PNG_SUITE = (
    *("basn0g01", "basn0g02", "basn0g04", "basn0g08", "basn0g16", "basn2c08", "basn2c16", "basn3p01"),
    *("basn3p02", "basn3p04", "basn3p08", "basn4a08", "basn4a16", "basn6a08", "basn6a16"),
)


@pytest.mark.parametrize("name", PNG_SUITE)
def test_png_suite_reads_as_by_an_independent_reader(
    name: str, shared_data: Path, read_png: Callable[[Path], Array]
) -> None:
    path = shared_data / "pngsuite" / f"{name}.png"
    picture = open_picture(path)
    np.testing.assert_allclose(picture.pixels, read_png(path), atol=1e-6)
    assert picture.pixels.shape[2] == (1 if name[4] in "04" else 3)


def saved(path: Path, image: Image.Image, **options: Any) -> Picture:
    image.save(path, **options)
    return open_picture(path)


def test_pixels_are_read_only_float32_in_rows(tmp_path: Path, letter: Array) -> None:
    picture = saved(tmp_path / "f.png", Image.fromarray(letter))
    assert picture.pixels.dtype == np.float32
    assert picture.pixels.flags.c_contiguous
    assert not picture.pixels.flags.writeable
    assert (picture.name, picture.height, picture.width) == ("f.png", 7, 5)
    np.testing.assert_array_equal(picture.pixels[..., 0] * 255, letter)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["png", "tif", "webp"])
def test_exif_orientation_is_applied(tmp_path: Path, letter: Array, orientation: int, suffix: str) -> None:
    held = Image.fromarray(np.stack([letter] * 3, axis=2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if suffix == "webp" else {}
    picture = saved(tmp_path / f"held.{suffix}", held, exif=exif, **options)
    with Image.open(tmp_path / f"held.{suffix}") as image:
        image.load()
        expected = np.asarray(ImageOps.exif_transpose(image)) / 255
    np.testing.assert_allclose(picture.pixels, expected, atol=1e-6)


def test_orientation_six_turns_clockwise(tmp_path: Path, letter: Array) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = saved(tmp_path / "f.png", Image.fromarray(letter), exif=exif)
    np.testing.assert_array_equal(picture.pixels[..., 0] * 255, np.rot90(letter, -1))
    assert picture.described == "8-bit grey, turned as its EXIF data say, 7 × 5"


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_all_sixteen_bits_count(
    tmp_path: Path, encode_png: Callable[..., bytes], channels: int, interlaced: bool
) -> None:
    samples = np.random.default_rng(channels).integers(0, 65536, (9, 11, channels), np.uint16)
    path = tmp_path / "deep.png"
    path.write_bytes(encode_png(samples, interlaced=interlaced))
    expected = samples / 65535
    if channels in {2, 4}:
        expected = expected[..., :-1] * expected[..., -1:] + 1 - expected[..., -1:]
    np.testing.assert_allclose(open_picture(path).pixels, expected, atol=1e-6)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bit_tiff_keeps_all_bits(tmp_path: Path, channels: int, order: str) -> None:
    tifffile = pytest.importorskip("tifffile")
    samples = np.random.default_rng(channels).integers(0, 65536, (9, 11, channels), np.uint16)
    samples[..., 3:] = 65535
    photometric = "minisblack" if channels == 1 else "rgb"
    extra = ["unassalpha"] if channels == 4 else None
    squeezed = samples[..., 0] if channels == 1 else samples
    tifffile.imwrite(tmp_path / "d.tif", squeezed, photometric=photometric, byteorder=order, extrasamples=extra)
    expected = samples[..., :3] / 65535
    np.testing.assert_allclose(open_picture(tmp_path / "d.tif").pixels, expected, atol=1e-6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "I;16", "I", "F"])
def test_every_mode_shows_the_letter(letter: Array, mode: str) -> None:
    grey = Image.fromarray(letter)
    image = Image.merge("LAB", [grey, *[Image.new("L", grey.size, 128)] * 2]) if mode == "LAB" else _in(grey, mode)
    picture = picture_from_pil(image)
    ink = picture.pixels.mean(axis=2) > 0.5
    np.testing.assert_array_equal(ink, letter > 0)
    assert picture.pixels.shape[2] in {1, 3}


def _in(grey: Image.Image, mode: str) -> Image.Image:
    if mode == "HSV":
        return grey.convert("RGB").convert("HSV")
    if mode == "I;16":
        return Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    return grey.convert(mode)


def test_half_transparent_black_is_grey_on_white(tmp_path: Path) -> None:
    picture = saved(tmp_path / "a.png", Image.new("RGBA", (2, 2), (0, 0, 0, 128)))
    np.testing.assert_allclose(picture.pixels, 127 / 255, atol=1e-6)
    assert "transparency on white" in picture.described


def test_palette_with_transparent_entry_is_white_there(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((1, 0), 1)
    picture = saved(tmp_path / "p.png", image, transparency=0)
    np.testing.assert_allclose(picture.pixels, [[[1, 1, 1], [0, 0, 1]]], atol=1e-6)


@pytest.mark.parametrize(("mode", "clear"), [("L", 7), ("I;16", 7), ("RGB", (7, 7, 7))])
def test_transparent_colour_is_white(tmp_path: Path, mode: str, clear: Any) -> None:
    shape = (1, 2, 3) if mode == "RGB" else (1, 2)
    pixels = np.zeros(shape, np.uint16 if mode == "I;16" else np.uint8)
    pixels[0, 1] = 7
    picture = saved(tmp_path / "t.png", Image.fromarray(pixels), transparency=clear)
    np.testing.assert_allclose(picture.pixels[..., 0], [[0, 1]], atol=1e-6)


def test_cmyk_jpeg_has_its_colours(tmp_path: Path) -> None:
    picture = saved(tmp_path / "c.jpg", Image.new("CMYK", (16, 16), (0, 255, 255, 0)), quality=95)
    np.testing.assert_allclose(picture.pixels, np.broadcast_to([1, 0, 0], (16, 16, 3)), atol=0.02)
    assert picture.described == "CMYK, 16 × 16"


def test_integers_within_sixteen_bits_are_scaled_by_65535() -> None:
    picture = picture_from_pil(Image.fromarray(np.array([[0, 65535], [13107, 0]], np.int32)))
    np.testing.assert_allclose(picture.pixels[..., 0], [[0, 1], [0.2, 0]], atol=1e-6)


def test_floats_of_unknown_range_are_stretched() -> None:
    picture = picture_from_pil(Image.fromarray(np.array([[-2, 0, np.nan, 6]], np.float32)))
    np.testing.assert_allclose(picture.pixels[0, :, 0], [0, 0.25, 0.25, 1])
    assert picture.described == "float grey, stretched from \u22122..6, 4 × 1"


def test_first_frame_of_an_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "lime", "blue")]
    picture = saved(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(picture.pixels, np.broadcast_to([1, 0, 0], (4, 4, 3)))
    assert "first of 3 frames" in picture.described


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    assert saved(tmp_path / "dot.png", Image.new("L", (1, 1), 51)).pixels.item() == pytest.approx(0.2)


@pytest.mark.parametrize("mode", ["L", "RGBA", "F"])
def test_large_pictures_are_kept_smaller(mode: str) -> None:
    image = Image.new("L", (9000, 6), 255).convert(mode)
    if mode == "F":
        image = image.point(lambda value: value * (1 / 255) + 0)
    picture = picture_from_pil(image)
    assert picture.pixels.shape[:2] == (2, 3000)
    np.testing.assert_allclose(picture.pixels, 1)
    assert "1/3 of 9000 × 6" in picture.described


def broken_files(folder: Path, encode: Callable[..., bytes]) -> dict[str, Path]:
    noise = np.random.default_rng(0).integers(0, 65536, (40, 40, 3), np.uint16)
    whole = encode(noise)
    bomb = whole[:16] + (60000).to_bytes(4, "big") * 2 + whole[24:]
    texts = {
        "empty.png": b"",
        "text.png": b"a picture of a cat\n" * 40,
        "cut.png": whole[: len(whole) // 2],
        "headless.png": whole[8:],
        "bomb.png": bomb,
        "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "script.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\nshowpage\n",
    }
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    (folder / "folder.png").mkdir()
    return {name: folder / name for name in (*texts, "folder.png", "missing.png", "\0.png", "x" * 300)}


def test_what_is_no_picture_is_named_in_one_sentence(tmp_path: Path, encode_png: Callable[..., bytes]) -> None:
    for name, path in broken_files(tmp_path, encode_png).items():
        with pytest.raises(ImageError) as caught:
            open_picture(path)
        assert caught.value.hint, name
        assert "\n" not in str(caught.value)
        assert not caught.value.message.endswith("."), name


def test_an_address_is_not_fetched() -> None:
    with pytest.raises(ImageError, match="save the picture to a file first"):
        open_picture("https://example.org/cat.png")


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate"])
def test_damaged_tiff_says_nothing_by_itself(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], compression: str
) -> None:
    path = tmp_path / "d.tif"
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(path, compression=compression)
    data = path.read_bytes()
    path.write_bytes(data[:8] + data[8:2000] + bytes(3000) + data[5000:])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ImageError):
            open_picture(path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.array([[0, 255]], np.uint8), [[0, 1]]),
        (np.array([[0, 65535]], np.uint16), [[0, 1]]),
        (np.array([[False, True]]), [[0, 1]]),
        (np.array([[0.25, 0.5]]), [[0.25, 0.5]]),
        (np.array([[0, 51]], np.int64), [[0, 0.2]]),
        (np.array([[[0, 0], [0, 255]]], np.uint8), [[1, 0]]),
    ],
)
def test_arrays_are_scaled_by_their_type(array: Array, expected: Any) -> None:
    np.testing.assert_allclose(picture_from_array(array).pixels[..., 0], expected, atol=1e-7)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((3, 8, 8)),
        np.zeros(4),
        np.zeros((0, 4)),
        np.full((2, 2), 2.0),
        np.full((2, 2), np.nan),
        np.full((2, 2), -1),
        np.zeros((2, 2), complex),
        np.array([["a"]]),
    ],
)
def test_arrays_that_are_no_pictures_are_refused(array: Array) -> None:
    with pytest.raises(ImageError):
        picture_from_array(array)
