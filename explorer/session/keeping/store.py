"""What is kept between two starts of the program: a small file for each thing, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from explorer.errors import FileError
from explorer.files import write_whole
from explorer.session.keeping.record import RecordError, from_record, to_record
from explorer.sources.picture import Picture

T = TypeVar("T")


class Store:
    """The files of one folder, by name without an ending.

    Parameters
    ----------
    folder
        It is made when something is first written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return the file that a thing lies in."""
        return self._folder / f"{name}.json"

    def read(self, name: str, kind: type[T]) -> T | None:
        """Return what was kept; None where nothing was.

        Raises
        ------
        FileError
            The file cannot be read, or does not hold a ``kind``.
        """
        path = self.path(name)
        try:
            return from_record(kind, json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FileError(f"{path.name} cannot be read: {reason}", f"it lies in {path.parent}") from error
        except (RecordError, ValueError, RecursionError) as error:
            raise FileError(f"{path.name} is damaged", f"it lies in {path.parent} and is written anew") from error

    def has(self, name: str) -> bool:
        """Return whether something is kept under a name."""
        return self.path(name).exists()

    def write(self, name: str, value: object) -> None:
        """Keep a value in place of the last.

        Raises
        ------
        FileError
            It cannot be written.
        """
        text = json.dumps(to_record(value), indent=1)
        write_whole(self.path(name), lambda file: file.write(text.encode("utf-8")), overwrite=True)

    def picture_path(self, name: str) -> Path:
        """Return the file that a picture lies in."""
        return self._folder / f"{name}.png"

    def write_picture(self, name: str, picture: Picture) -> None:
        """Keep a picture in 8 bits in place of the last, quickly rather than small.

        Raises
        ------
        FileError
            It cannot be written.
        """
        pixels = np.rint(picture.pixels * 255).astype(np.uint8)
        image = Image.fromarray(pixels if pixels.shape[2] > 1 else pixels[:, :, 0])
        path = self.picture_path(name)
        write_whole(path, lambda file: image.save(file, format="PNG", compress_level=1), overwrite=True)

    def forget(self, name: str) -> None:
        """Keep a value no longer."""
        with contextlib.suppress(OSError):
            self.path(name).unlink(missing_ok=True)
