"""The files that were opened last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer import resources
from explorer.session.request import Request, Source
from explorer.sources.samples import samples

MOST = 8
"""Files of a kind that are kept."""


@dataclass(frozen=True)
class Recent:
    """The last images and nets, newest first; what comes with the program is not among them."""

    pictures: tuple[Path, ...] = ()
    nets: tuple[Path, ...] = ()

    def having(self, request: Request) -> Recent:
        """Return the files with those of ``request`` as the newest."""
        return Recent(_with(self.pictures, request.picture), _with(self.nets, request.net))

    def without(self, source: Source | None) -> Recent:
        """Return the files but for one that could not be opened."""
        gone = _file(source)
        pictures, nets = (tuple(path for path in paths if path != gone) for paths in (self.pictures, self.nets))
        return Recent(pictures, nets)


def _with(paths: tuple[Path, ...], source: Source | None) -> tuple[Path, ...]:
    path = _file(source)
    if path is None or path in paths[:1] or _comes_along(path):
        return paths
    return (path, *(other for other in paths if other != path))[:MOST]


def _file(source: Source | None) -> Path | None:
    return source.origin.absolute() if source is not None and isinstance(source.origin, Path) else None


def _comes_along(path: Path) -> bool:
    return path.is_relative_to(resources.assets()) or any(path == sample.path for sample in samples())
