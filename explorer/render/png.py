"""PNG files that say in text chunks what they show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from explorer.files import write_whole
from explorer.nn.spec import Array


def save(path: Path, rgb: Array, text: Mapping[str, str], *, overwrite: bool = False) -> None:
    """Write uint8 (H, W, 3) to ``path`` with a text chunk for each item of ``text``.

    Raises
    ------
    FileError
        The file exists and may not be overwritten, or cannot be written.

    Notes
    -----
    PNG specification, 11.3.3: keywords are Latin-1 of 1 to 79 characters; text beyond Latin-1 becomes iTXt.
    """
    info = PngInfo()
    for keyword, value in text.items():
        # A file name may hold bytes that are no text, and is one of the values.
        info.add_text(keyword, value.encode("utf-8", "replace").decode())
    image = Image.fromarray(rgb)
    write_whole(path, lambda file: image.save(file, format="PNG", pnginfo=info), overwrite=overwrite)
