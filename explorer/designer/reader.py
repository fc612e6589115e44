"""Reads a text layer by layer, and goes on behind what is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from explorer.designer.assembly import Assembly
from explorer.designer.design import DEFAULT_SEED, Step
from explorer.designer.errors import DesignError
from explorer.designer.layers import LAYERS, Layer
from explorer.designer.layers.input import Input
from explorer.designer.layers.joining import Join
from explorer.designer.lines import MOST_LAYERS, Line, split_lines
from explorer.designer.words import Words
from explorer.errors import ExplorerError, UsageError

_SEED = "seed"
_LARGEST_SEED = 2**32 - 1
_NAME = re.compile(r"[A-Za-z][\w./]*")
_LOST = "?"
"""Stands for a layer that is wrong, or reads one that is."""

_ELSEWHERE = {
    **dict.fromkeys(("dense", "linear", "fullyconnected", "gemm"), "fc 120"),
    **dict.fromkeys(("maxpool", "maxpooling", "pooling"), "pool max 2x2"),
    **dict.fromkeys(("avgpool", "averagepool", "meanpool"), "pool average 2x2"),
    **dict.fromkeys(("conv2d", "convolution", "convolutional"), "conv 6 5x5"),
    **dict.fromkeys(("bn", "batchnormalization", "norm"), "batchnorm"),
    **dict.fromkeys(("gap", "globalaveragepool"), "globalpool average"),
    **dict.fromkeys(("concatenate", "cat", "merge"), "concat a b"),
    **dict.fromkeys(("sum", "plus", "residual", "skip"), "add a b"),
    **dict.fromkeys(("image", "data"), "input 32x32x3"),
}
"""What other programs call our layers."""


class Reader:
    """What a text says, line by line.

    Where a line is wrong, the layers that read it are neither right nor wrong: they are left out, without errors.

    Attributes
    ----------
    steps
        The layers that are right and whose inputs are.
    net
        The same, assembled.
    """

    def __init__(self, text: str) -> None:
        self.steps: list[Step] = []
        self.net = Assembly()
        self.errors: list[DesignError] = []
        self.seed = DEFAULT_SEED
        self._settings: set[str] = set()
        self._has_input = False
        self._before = ""
        self._lines: dict[str, int] = {}
        self._lost = {_LOST}
        self._counts: dict[str, int] = {}
        lines = list(split_lines(text))
        self._labels = {line.label for line in lines if isinstance(line, Line)}
        for line in lines:
            self._take(line)
        if not self.errors:
            self.errors.extend(self._unfinished())

    def _take(self, line: Line | DesignError) -> None:
        """Take a line; where it is wrong, what reads it is lost."""
        try:
            if isinstance(line, DesignError):
                raise line
            self._read(line)
        except DesignError as error:
            self._lose(error, "" if isinstance(line, DesignError) else line.label)
        except ExplorerError as error:
            assert isinstance(line, Line)
            self._lose(DesignError(line.number, error.message, error.hint), line.label)

    def _lose(self, error: DesignError, label: str) -> None:
        self.errors.append(error)
        self._before = _LOST
        if label and label not in self._lines:
            self._lines[label] = error.line
            self._lost.add(label)

    def _read(self, line: Line) -> None:
        items = list(line.items)
        if items and items[0][0].lower() == _SEED:
            self._read_seed(items[0])
            return
        if line.label:
            self._check_label(line.label)
        if len(items) > 1 and self._names_layer(items[0]):
            self._before = self._found(items.pop(0)[0])
        for index, item in enumerate(items, 1):
            self._before = self._append(line.number, item, line.label if index == len(items) else "")

    def _names_layer(self, item: tuple[str, ...]) -> bool:
        """Return whether an item at the head of a chain is a name, not a layer."""
        return len(item) == 1 and (item[0] in self._lines or item[0].lower() not in LAYERS)

    def _read_seed(self, item: tuple[str, ...]) -> None:
        if _SEED in self._settings:
            raise UsageError("the seed is given twice", "keep one of the two lines")
        words = Words(item[1:], "seed 7")
        self.seed = words.count("the seed", least=0, most=_LARGEST_SEED)
        words.end()
        self._settings.add(_SEED)

    def _check_label(self, label: str) -> None:
        if not _NAME.fullmatch(label):
            raise UsageError(f"{label!r} is no name", "a name is a letter, then letters, digits, '.', '/' and '_'")
        if label.lower() in (*LAYERS, _SEED):
            raise UsageError(f"{label!r} is the word of a layer, not a name", f"call it {label}1, for example")
        if label in self._lines:
            raise UsageError(f"the name {label!r} is taken by line {self._lines[label]}", "take another")

    def _append(self, number: int, item: tuple[str, ...], label: str) -> str:
        """Append a layer, and return its name."""
        if len(self.steps) >= MOST_LAYERS:
            raise UsageError(f"the net has more than {MOST_LAYERS} layers", "take some away")
        kind = self._kind(item[0])
        words = Words(item[1:], kind.example)
        inputs = self._inputs(kind, words)
        layer = kind.read(words)
        words.end()
        name = label or self._counted(kind.word)
        if self._lost & set(inputs):
            self._lost.add(name)
        else:
            layer.assemble(self.net, name, inputs)
            self.steps.append(Step(name, layer, inputs, bool(label), number))
        self._lines[name] = number
        return name

    def _kind(self, word: str) -> type[Layer]:
        if word.lower() in LAYERS:
            return LAYERS[word.lower()]
        if word in self._lines:
            raise UsageError(f"{word!r} alone does nothing", f"write what reads it, as in '{word} -> relu'")
        meant = _ELSEWHERE.get(word.lower().replace("_", ""))
        close = difflib.get_close_matches(word.lower(), LAYERS, n=1)
        usual = "a line begins with a layer, such as conv, pool, relu or fc"
        guess = f"write {meant!r}" if meant else f"did you mean {close[0]}?" if close else usual
        raise UsageError(f"there is no layer {word!r}", guess)

    def _inputs(self, kind: type[Layer], words: Words) -> tuple[str, ...]:
        """Return the names of the layers that a layer reads."""
        if issubclass(kind, Join):
            return self._operands(words, kind.word)
        if kind is Input:
            if self._has_input:
                raise UsageError("the net has an input already", "a net takes one picture: keep one of the two lines")
            self._has_input = True
            return ()
        return (self._flow(),)

    def _flow(self) -> str:
        """Return the name of the layer before."""
        if not self._before:
            raise UsageError("there is nothing yet that this layer could read", f"begin with {Input.example!r}")
        return self._before

    def _operands(self, words: Words, word: str) -> tuple[str, ...]:
        """Return what a join reads: the layers that it names; where that is one, the layer before it too."""
        names = []
        while words:
            names.append(self._found(words.take("a name")))
        if len(names) == 1:
            names.insert(0, self._flow())
        if not names:
            raise UsageError(f"{word} does not say what it joins", f"name the layers, as in {LAYERS[word].example!r}")
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice and twice != _LOST:
            raise UsageError(f"{word} joins {twice!r} with itself", "name another layer")
        return tuple(names)

    def _found(self, name: str) -> str:
        if name in self._lines:
            return name
        close = difflib.get_close_matches(name, self._lines, n=1)
        hint = f"did you mean {close[0]}?" if close else "give a line a name by 'name:' before its layer"
        raise UsageError(f"there is no layer above that is called {name!r}", hint)

    def _counted(self, word: str) -> str:
        """Return the next free name of a kind: ``conv1``, ``conv2``."""
        if word == Input.word:
            return word
        while True:
            self._counts[word] = self._counts.get(word, 0) + 1
            name = f"{word}{self._counts[word]}"
            if name not in self._labels:
                return name

    def _unfinished(self) -> Iterator[DesignError]:
        """Yield what is still missing in a text that is right so far."""
        if not self.steps:
            yield DesignError(1, "there is no layer yet", f"begin with {Input.example!r}")
        elif len(self.steps) == 1:
            yield DesignError(
                self.steps[0].line, "there is no layer behind the input", "add a line, for example 'conv 6 5x5'"
            )
        read = {name for step in self.steps for name in step.inputs}
        for step in self.steps[1:-1]:
            if step.name not in read:
                yield DesignError(
                    step.line, f"nothing reads {step.name!r}", "join it with add or concat, or take it away"
                )
