"""Nets and pictures that the user opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from explorer import resources
from explorer.errors import ExplorerError, UsageError
from explorer.nn.spec import Array
from explorer.session.asking.asking import Asking
from explorer.session.bundled import DEFAULT_NET, bundled_nets, find_net
from explorer.session.messages import Message
from explorer.sources.folder import neighbour
from explorer.sources.picture import Picture, picture_from_array
from explorer.sources.samples import samples

_FIRST_NET, _FIRST_PICTURE = "lenet5", "digit-3.png"
_WELCOME = "This is LeNet-5, a small net, reading a drawn digit"
_WHAT_NEXT = "point at a map to see where its values come from, take the tour (F2), or drop an image of your own here"


class Opening(Asking):
    """Opens nets and pictures; the first picture brings a net with it."""

    _samples = 0

    def welcome(self) -> None:
        """Show something at once to whoever starts the program for the first time."""
        net, picture = bundled_nets().get(_FIRST_NET), resources.samples() / _FIRST_PICTURE
        if net is not None and picture.exists():
            self._exchange.open_net(net)
            self._show(picture)
            self.message.emit(Message("note", _WELCOME, _WHAT_NEXT))

    def open_net(self, text: str) -> None:
        """Open a net by the name of a bundled one, or by its path."""
        try:
            path = find_net(text)
        except UsageError as error:
            self._complain(error)
        else:
            self._ask(lambda: self._exchange.open_net(path))

    def open_picture(self, path: Path) -> None:
        """Open an image file."""
        self._show(path)

    def step_picture(self, count: int) -> None:
        """Open the image file ``count`` places on in the folder of the one that was asked for last."""
        source = self._exchange.wanted.picture
        if source is None or not isinstance(source.origin, Path):
            return
        if (path := neighbour(source.origin, count)) != source.origin:
            self._show(path)
        else:
            self._tell(f"This is the {'last' if count > 0 else 'first'} image of its folder", "")

    def open_sample(self) -> None:
        """Open the next of the bundled pictures."""
        if found := samples():
            self._show(found[self._samples % len(found)].path)
            self._samples += 1
        else:
            self.message.emit(Message("error", "No sample pictures are installed", "open an image of your own"))

    def paste(self, pixels: Array | None) -> None:
        """Take a picture from the clipboard, uint8 (H, W, 3 or 4); None says that there is none."""
        if pixels is None:
            self._tell("There is no picture in what was pasted or dropped", "copy or drop one, or its file")
            return
        try:
            self._show(picture_from_array(pixels, "pasted picture"))
        except ExplorerError as error:
            self._complain(error)

    def _show(self, origin: Path | Picture) -> None:
        if not self._exchange.wants_net and DEFAULT_NET in bundled_nets():
            self._exchange.open_net(bundled_nets()[DEFAULT_NET])
        self._state = replace(self._state, crop=None)
        self._ask(lambda: self._exchange.open_picture(origin))
