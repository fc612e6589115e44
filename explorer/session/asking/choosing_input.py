"""How the picture is fed, as the user chooses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.nn.graph import InputFormat
from explorer.session.asking.asking import Asking
from explorer.session.keeping.formats import keep
from explorer.session.parts.answer import rank
from explorer.session.shown import Loaded
from explorer.session.state import FITS, Crop, following
from explorer.sources.fit import Fit
from explorer.sources.labels import read_labels


class ChoosingInput(Asking):
    """Asks for the picture to be fed otherwise; what is chosen for a net is kept for the next time it is opened."""

    def set_fit(self, fit: Fit) -> None:
        """Choose how a picture of another shape meets the net's input, and feed all of what that chooses."""
        if (fit, None) != (self._state.fit, self._state.crop):
            self._refit(fit, None)

    def step_fit(self) -> None:
        """Choose the next fit."""
        self.set_fit(following(FITS, self._state.fit))

    def set_crop(self, crop: Crop | None) -> None:
        """Feed a part of the picture, in its pixels; None for what the fit chooses."""
        if crop != self._state.crop:
            self._refit(self._state.fit, crop)

    def set_format(self, pixels: InputFormat) -> None:
        """Choose how pixels become the numbers that the net is fed."""
        loaded = self._exchange.loaded
        if loaded is None or pixels == loaded.graph.input_format:
            return
        if self._stays_pinned("show A to feed it otherwise"):
            return
        if not self._awaits_net("feed it otherwise once it is there"):
            self._ask(lambda: self._exchange.feed(pixels))

    def reset_format(self) -> None:
        """Feed the net as its file says."""
        if self._exchange.loaded is not None:
            self.set_format(self._exchange.loaded.stated)

    def open_labels(self, path: Path) -> None:
        """Take the names of the net's classes from a text file, one a line."""
        if self._exchange.loaded is None:
            self._tell(f"{path.name} names classes, but no net is open", "open one first")
            return
        if self._stays_pinned("show A to name its classes") or self._awaits_net("name its classes once it is there"):
            return
        try:
            labels = read_labels(path)
        except ExplorerError as error:
            self._complain(error)
        else:
            self.set_format(replace(self._exchange.loaded.graph.input_format, labels=labels))
            self._compare_labels(len(labels))

    def _compare_labels(self, count: int) -> None:
        """Say so if there are other numbers of names and of classes."""
        computed = self._exchange.computed
        ranking = rank(computed.loaded.graph, computed.activations, 1) if computed is not None else None
        classes = computed.activations[computed.loaded.graph.outputs[0]].size if computed is not None else count
        if ranking is not None and classes != count:
            text = f"The file names {count} classes, the net has {classes}"
            self._tell(text, "Classes without a name are called by their number.")

    def _keep_format(self, before: Loaded | None) -> None:
        """Keep how the net is fed, if that is another way than ``before``."""
        now = self._exchange.loaded
        if before is None or now is None or (now.digest, now.stated) != (before.digest, before.stated):
            return
        if now.digest and now.graph.input_format != before.graph.input_format:
            try:
                keep(now.digest, now.stated, now.graph.input_format)
            except ExplorerError as error:
                self._complain(error)

    def _refit(self, fit: Fit, crop: Crop | None) -> None:
        if self._stays_pinned("show A to feed another part of its picture"):
            return
        if crop is not None and self._exchange.opens_picture:
            self._tell("Another picture is being opened", "choose a part of it once it is there")
            return
        self._state = replace(self._state, fit=fit, crop=crop)
        self._ask(lambda: self._exchange.fit(fit, crop))
