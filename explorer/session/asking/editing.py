"""Changing the weights of the net that is open."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.nn.edited import scaling_node
from explorer.nn.edits import UNEDITED, Edits, SliceScale, spelled
from explorer.nn.spec import FLOAT, Array
from explorer.render.names import file_stem
from explorer.session.asking.asking import Asking
from explorer.session.filters.edited_filter import EditedFilter
from explorer.session.filters.fills import Fill
from explorer.session.request import Saving
from explorer.session.strip.layers import layout_of


class Editing(Asking):
    """Replaces weights of the filter that is shown, one edit at a time; each is a step of undo.

    What follows in quick succession, such as a weight that is dragged, is one step. A weight or bias is given as it is
    shown, which is after the filter is scaled; a kernel of a name is scaled with its filter.
    """

    _sown = 0

    @property
    def edits(self) -> Edits:
        """All edits that are wanted."""
        return self._exchange.wanted.edits

    def edit_weight(self, kernel: int, y: int, x: int, weight: float) -> None:
        """Change one weight of a kernel slice."""
        if (found := self._open_filter()) is not None and found.holds(kernel, y, x):
            numbers = found.kernel(kernel).astype(np.float64)
            numbers[y, x] = weight / found.factor
            self._edit_kernels(found, {kernel: numbers})

    def fill_kernel(self, fill: Fill, kernel: int | None = None) -> None:
        """Put a kernel that is known by name in the place of a kernel slice, or of all of the filter's."""
        if (found := self._open_filter()) is not None:
            many = range(len(found.kernels))
            before = np.stack([found.kernel(k) for k in many])
            self._sown += 1
            places = many if kernel is None else (kernel,)
            self._edit_kernels(found, fill.kernels(before, places, seed=self._sown * len(many)))

    def edit_bias(self, bias: float) -> None:
        """Change the bias of the filter."""
        if (found := self._open_filter()) is None:
            return
        if found.bias is None:
            self._tell(f"{found.node} has no bias", "its weights can be edited")
        elif self._finite(np.array(bias / found.factor)):
            self._edit(found.with_bias(bias / found.factor))

    def scale_filter(self, factor: float) -> None:
        """Scale the filter with its bias, as it was before it was scaled; 0 ablates it, 1 restores it."""
        if (found := self._filter()) is not None and self._finite(np.array(factor)):
            self._edit(found.with_factor(factor))

    def ablate_filter(self) -> None:
        """Scale the filter by 0, or by 1 again if it is ablated."""
        if (found := self._filter()) is not None:
            self.scale_filter(1.0 if not found.factor else 0.0)

    def ablate_slice(self) -> None:
        """Scale the selected depth slice by 0, or by 1 again if it is ablated."""
        ablated = not self.edits.scale(self._unscaled, self._state.slice)
        self.scale_slice(1.0 if ablated else 0.0)

    def scale_slice(self, factor: float) -> None:
        """Scale the selected depth slice for all layers behind; 0 ablates it, 1 restores it."""
        value, index = self._unscaled, self._state.slice
        if self._view.maps is None or not self._finite(np.array(factor)):
            return
        if self._stays_pinned("show A to scale or ablate its maps"):
            return
        if not self._slices_are_channels(len(self._view.maps.volume)):
            self._tell("The slices of this layer are no channels", "only whole channels can be scaled or ablated")
            return
        same = SliceScale(value, index, self.edits.scale(value, index))
        scaled = self.edits.having(SliceScale(value, index, factor))
        self._edit(scaled if factor != 1 else self.edits.without(lambda other: other == same))

    @property
    def _unscaled(self) -> str:
        """The selected value, or that which it scales for an edit."""
        loaded, layer = self._exchange.loaded, self._state.layer
        if loaded is not None:
            for value in {edit.value for edit in loaded.edits if isinstance(edit, SliceScale)}:
                node = scaling_node(loaded.graph, value)
                if node is not None and layer in node.outputs:
                    return value
        return layer

    def _slices_are_channels(self, depth: int) -> bool:
        """Return whether the ``depth`` slices of the selected layer stand along the second axis of its value."""
        loaded, value = self._exchange.loaded, self._state.layer
        if loaded is None or layout_of(loaded.graph, value) == "NHWC":
            return False
        return loaded.specs[value].shape[:2] == (1, depth)

    def reset_weight(self, kernel: int, y: int, x: int) -> None:
        """Restore one weight."""
        if (found := self._filter()) is not None:
            numbers = found.kernel(kernel)
            numbers[y, x] = found.kernels[kernel, y, x]
            self._edit(found.with_kernels({kernel: numbers}))

    def reset_kernel(self, kernel: int) -> None:
        """Restore a kernel slice."""
        if (found := self._filter()) is not None:
            self._edit(found.without_kernel(kernel))

    def reset_bias(self) -> None:
        """Restore the bias of the filter."""
        if (found := self._filter()) is not None:
            self._edit(found.without_bias())

    def reset_filter(self) -> None:
        """Restore all of the filter."""
        if (found := self._filter()) is not None:
            self._edit(found.reset())

    def reset_layer(self) -> None:
        """Restore all filters of the layer that the filter belongs to, and all depth slices of the selected layer."""
        node = found.node if (found := self._filter()) is not None else ""
        layer = self._unscaled
        self._edit(self.edits.without(lambda e: layer == e.value if isinstance(e, SliceScale) else node == e.node))

    def reset_edits(self) -> None:
        """Restore the whole net."""
        self._edit(UNEDITED)

    @property
    def net_name(self) -> str:
        """A file name for the net with its edits."""
        loaded = self._exchange.loaded
        return "net.onnx" if loaded is None else f"{file_stem(loaded.name)}{'-edited' if loaded.edits else ''}.onnx"

    def save_net(self, path: Path) -> None:
        """Write the net with its edits as an ONNX file, which says in words what they are."""
        loaded = self._exchange.loaded
        if loaded is None:
            self._tell("There is no net to save", "open one first")
            return
        self._ask(lambda: self._exchange.save(Saving(path, loaded.graph, spelled(loaded.edits))))

    def _filter(self) -> EditedFilter | None:
        """Return the filter that is shown with all edits that are wanted; None where none can be edited."""
        part = self._view.filter
        if part is None or part.edited is None:
            self._tell("There is no filter to edit here", "select a map of a convolution that is open")
            return None
        return part.edited.among(self.edits)

    def _open_filter(self) -> EditedFilter | None:
        """Return the filter that is shown, if it is not ablated."""
        found = self._filter()
        if found is not None and not found.factor:
            self._tell(f"Filter {found.index} of {found.node} is ablated", "scale it by 1 to edit its weights")
            return None
        return found

    def _edit_kernels(self, found: EditedFilter, kernels: dict[int, Array]) -> None:
        if all(map(self._finite, kernels.values())):
            self._edit(found.with_kernels(kernels))

    def _finite(self, numbers: Array) -> bool:
        finite = bool((np.abs(numbers) <= np.finfo(FLOAT).max).all())
        if not finite:
            self._tell("A weight has to be a number", "infinity is none")
        return finite

    def _edit(self, edits: Edits) -> None:
        if self._exchange.restructures:
            self._tell("Another net is being opened", "edit its weights once they are there")
        elif edits != self.edits:
            self._ask(lambda: self._exchange.edit(edits))
