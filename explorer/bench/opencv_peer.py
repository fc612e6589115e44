"""OpenCV's module for nets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from explorer.bench.case import Case
from explorer.bench.engine import Keeps
from explorer.errors import ExplorerError
from explorer.importers.writer import model_of
from explorer.nn.spec import Array


class OpenCV:
    """OpenCV on the CPU."""

    name = "opencv"
    version: str = cv2.__version__
    keeps: tuple[Keeps, ...] = ("answer",)
    failures: tuple[type[Exception], ...] = (ExplorerError, cv2.error)

    def __init__(self, threads: int) -> None:
        cv2.setNumThreads(threads)
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # what goes wrong is raised as well

    def prepare(self, case: Case, keeps: Keeps) -> ReadyNet:
        """Return the net as OpenCV reads it."""
        content = np.frombuffer(model_of(case.graph).SerializeToString(), np.uint8)
        return ReadyNet(cv2.dnn.readNetFromONNX(content), case)


class ReadyNet:
    """A net with its inputs set."""

    def __init__(self, net: cv2.dnn.Net, case: Case) -> None:
        self._net = net
        self._feeds = case.feeds
        self._names = case.graph.outputs

    def run(self) -> Sequence[Array]:
        """Return the outputs."""
        for name, array in self._feeds.items():
            self._net.setInput(array, name)
        outputs: Sequence[Array] = self._net.forward(self._names)
        return outputs

    def answers(self) -> Mapping[str, Array]:
        """Return the outputs by name."""
        return dict(zip(self._names, self.run(), strict=True))


def make_peer(threads: int) -> OpenCV:
    """Return OpenCV on so many threads."""
    return OpenCV(threads)
