"""What a net is called in the window: as its file, unless the file's name says nothing."""

from __future__ import annotations

import re
from pathlib import Path

_VAGUE = (
    "best checkpoint cntkgraph converted export exported final float fp graph int jit keras latest main model mxnet my "
    "net network nn onnx opset optimized pytorch quantized sim simplified test tf torch trained untitled weights"
)
"""Words that any net may be called by, and those that programs put into the files that they write."""


def net_name(path: Path, graph: str) -> str:
    """Return the name of a file, of the ``graph`` in it where that tells more, or else with its folder before it.

    Examples
    --------
    >>> net_name(Path("nets/lenet5.onnx"), "main_graph"), net_name(Path("nets/model_converted.onnx"), "tiny_vgg")
    ('lenet5', 'tiny_vgg')
    >>> net_name(Path("mnist-8/model.onnx"), "CNTKGraph")
    'mnist-8/model'
    """
    if _tells(path.stem):
        return path.stem
    folder = path.absolute().parent.name
    return graph if _tells(graph) else f"{folder}/{path.stem}" if folder else path.stem


def _tells(name: str) -> bool:
    """Return whether a name has a word of its own."""
    vague = _VAGUE.split()
    return any(word not in vague and len(word) > 1 for word in re.findall(r"[^\W\d_]+", name.lower()))
