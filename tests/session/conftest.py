"""A session whose worker reports through a queue."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from explorer.session.messages import Message, Report
from explorer.session.session import Session
from explorer.session.views.view import View

PATIENCE = 120.0
"""Seconds; a first run compiles the kernels."""


@dataclass
class Desk:
    """A session with what it has said so far."""

    session: Session
    reports: queue.Queue[Report]
    messages: list[Message] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Hand over reports until all that was asked for is done."""
        while self.session.busy:
            self.session.receive(self.reports.get(timeout=PATIENCE))

    @property
    def view(self) -> View:
        return self.session.view


@pytest.fixture
def desk() -> Iterator[Desk]:
    reports: queue.Queue[Report] = queue.Queue()
    desk = Desk(Session(reports.put), reports)
    desk.session.message.connect(desk.messages.append)
    desk.session.busy_changed.connect(lambda busy: desk.busy.append(busy.text))
    desk.session.view_changed.connect(lambda _, new: desk.views.append(new))
    yield desk
    desk.session.close()


@pytest.fixture
def digits(desk: Desk, photo: Path) -> Desk:
    """A desk with the photo in lenet5."""
    desk.session.open_net("lenet5")
    desk.session.open_picture(photo)
    desk.settle()
    desk.messages.clear()
    desk.views.clear()
    return desk


@pytest.fixture
def biased(desk: Desk, photo: Path, tmp_path: Path) -> Desk:
    """A desk with the photo in a net whose bias is an Add behind a convolution of 1 x 1, every second pixel of it."""
    rng = np.random.default_rng(0)
    constants = {"w": rng.normal(size=(4, 3, 1, 1)), "b": rng.normal(size=(4, 1, 1))}
    nodes = [
        helper.make_node("Conv", ["image", "w"], ["sums"], name="conv", strides=[2, 2]),
        helper.make_node("Add", ["sums", "b"], ["biased"], name="bias"),
        helper.make_node("Relu", ["biased"], ["out"], name="relu"),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    weights = [numpy_helper.from_array(values.astype(np.float32), name) for name, values in constants.items()]
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out], weights)), tmp_path / "biased.onnx")
    desk.session.open_net(str(tmp_path / "biased.onnx"))
    desk.session.open_picture(photo)
    desk.settle()
    return desk
