import dataclasses
from pathlib import Path

import numpy as np
import pytest

from explorer.designer.build import build
from explorer.designer.files import read_design
from explorer.errors import NetError
from explorer.importers.reader import read_net
from explorer.importers.writer import write_net


def design(folder: Path, text: str) -> Path:
    path = folder / "mine.net"
    path.write_text(text, encoding="utf-8")
    return path


def test_net_has_the_name_of_its_file_and_is_called_untrained(tmp_path: Path) -> None:
    graph = build(read_design(design(tmp_path, "seed 7\ninput 8x8x3\nconv 4 3x3\n")))
    assert (graph.name, graph.untrained) == ("mine", "He-initialised, seed 7")
    assert graph.notes == ("This net is untrained: its weights are He-initialised, seed 7.",)


@pytest.mark.parametrize("depth", [1, 3, 4])
def test_onnx_file_of_a_design_is_the_same_net_and_still_untrained(tmp_path: Path, depth: int) -> None:
    built = build(read_design(design(tmp_path, f"input 8x8x{depth}\nconv 4 3x3\nbatchnorm\nrelu6\nfc 3\nsoftmax\n")))
    write_net(built, tmp_path / "mine.onnx")
    read = read_net(tmp_path / "mine.onnx")
    without = dataclasses.replace(read, nodes=(), initializers={})
    assert without == dataclasses.replace(built, nodes=(), initializers={})
    assert [(node.name, node.operator, node.inputs) for node in read.nodes] == [
        (node.name, node.operator, node.inputs) for node in built.nodes
    ]
    assert all(np.array_equal(read.initializers[name], array) for name, array in built.initializers.items())


def test_wrong_line_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(NetError, match=r"cannot open the net 'mine\.net': line 2: there is no layer 'cnov'") as caught:
        read_design(design(tmp_path, "input 8x8x3\ncnov 4 3x3\n"))
    assert caught.value.hint == "did you mean conv?"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe\x00", "it is no text"), (b"#" * 2_000_000, "it is too long"), (b"", "there is no layer yet")],
)
def test_files_that_hold_no_design(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "mine.net"
    path.write_bytes(content)
    with pytest.raises(NetError, match=sentence):
        read_design(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.net", tmp_path):
        with pytest.raises(NetError, match="cannot open the net"):
            read_design(path)
