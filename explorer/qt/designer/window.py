"""The window in which a net is written as text, with its shapes beside it while that is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from explorer.designer.presets import presets
from explorer.errors import ExplorerError
from explorer.qt.basics.buttons import Chooser
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided, label, named
from explorer.qt.basics.theme import CONTROL_HEIGHT
from explorer.qt.designer.drafter import Drafter
from explorer.qt.designer.editor import DesignEditor
from explorer.render.names import file_stem
from explorer.session.commands.ask import Ask
from explorer.session.drafts.part import DraftPart
from explorer.session.drafts.texts import read_text, with_seed, write_text
from explorer.session.request import DesignText
from explorer.session.session import Session

_FIRST = "lenet5"
_PATTERN = "INPUT -> [[CONV -> RELU]*2 -> POOL?]*2 -> [FC -> RELU]*1 -> FC"
_LARGEST_SEED = 2**31 - 1


class DesignerWindow(QDialog):
    """Stands beside the main window, which shows what is opened from here.

    Parameters
    ----------
    ask
        Asks where files are to be written.
    """

    def __init__(self, parent: QMainWindow, look: Look, session: Session, ask: Ask) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.setWindowTitle("Design a net")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(940, 680)
        self._drafter = Drafter(self)
        self._editor = DesignEditor(look)
        self._name = _line("", "Name of the net", "The name under which the net is opened and saved")
        self._name.setMaximumWidth(180)
        self._pattern = _line(_PATTERN, "Pattern", "Layers joined by arrows; what is in brackets is repeated")
        self._seed = QSpinBox()
        self._presets = Chooser(look, "Nets that textbooks speak of, to begin with")
        self._total = Elided("Reading the text …", tone="second", cut=Qt.TextElideMode.ElideRight)
        self._told = Elided(tone="second")
        self._buttons = {
            "open": _button("Open in the explorer", "Run this net on the picture that is open (Ctrl+Enter)", "primary"),
            "save": _button("Save text…", "Save the text as a .net file, which opens wherever a net does"),
            "export": _button("Save ONNX…", "Build the net and save it as an ONNX file"),
            "spell": _button("Write out", "Put the layers of the pattern in place of the text, one a line"),
        }
        self._fill_controls()
        self._lay_out()
        self._connect()
        parent.installEventFilter(self)

    def show_design(self, design: DesignText | None) -> None:
        """Come to the front with a text; None for what was written last."""
        self._drafter.begin()
        if design is None and not self._editor.toPlainText():
            design = read_text(presets()[_FIRST])
        if design is not None:
            self._name.setText(design.name)
            self._editor.put(design.text)
        self.show()
        self.raise_()
        self.activateWindow()
        self._editor.setFocus()

    @property
    def _design(self) -> DesignText:
        return DesignText(self._name.text().strip() or "design", self._editor.toPlainText())

    def _fill_controls(self) -> None:
        self._seed.setRange(0, _LARGEST_SEED)
        self._seed.setFixedHeight(CONTROL_HEIGHT)
        self._seed.setKeyboardTracking(False)
        self._seed.setAccessibleName("Seed")
        self._seed.setToolTip("What the weights are drawn from: the same seed, the same weights; they are untrained")
        for name in ("open", "export"):
            self._buttons[name].setEnabled(False)
        self._presets.setText("Presets")
        menu = QMenu(self._presets)
        menu.setToolTipsVisible(True)
        for name, path in presets().items():
            entry = menu.addAction(name)
            entry.setToolTip(_first_words(path))
            entry.triggered.connect(lambda _=False, path=path: self.show_design(read_text(path)))
        self._presets.setMenu(menu)

    def _lay_out(self) -> None:
        top, pattern, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        parts = (self._presets, label("Name", tone="second"), self._name, label("Seed", tone="second"), self._seed)
        _fill(top, parts)
        top.addStretch(1)
        _fill(pattern, (label("Pattern", tone="second"), self._pattern, self._buttons["spell"]))
        bottom.addWidget(self._told, 1)
        for name in ("save", "export", "open"):
            bottom.addWidget(self._buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(pattern)
        column.addWidget(self._editor, 1)
        column.addWidget(self._total)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._editor.edited.connect(self._drafter.read)
        self._drafter.drafted.connect(self._show_draft)
        self._drafter.spelled.connect(self._editor.put)
        self._drafter.told.connect(self._tell)
        self._seed.valueChanged.connect(lambda seed: self._editor.put(with_seed(self._editor.toPlainText(), seed)))
        self._pattern.returnPressed.connect(self._spell)
        self._buttons["spell"].clicked.connect(self._spell)
        self._buttons["open"].clicked.connect(self._open)
        self._buttons["save"].clicked.connect(self._save)
        self._buttons["export"].clicked.connect(self._export)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._open)

    def _show_draft(self, part: DraftPart) -> None:
        self._editor.show_draft(part)
        wrong = len(part.problems)
        self._total.show_text(part.total if not wrong else f"{part.total}; {wrong} line{'s' * (wrong > 1)} to mend")
        with QSignalBlocker(self._seed):
            self._seed.setValue(part.seed)
        for name in ("open", "export"):
            self._buttons[name].setEnabled(part.sound)

    def _tell(self, text: str, wrong: bool = False) -> None:
        self._told.setProperty("tone", "error" if wrong else "second")
        self._told.style().polish(self._told)
        self._told.show_text(text)

    def _spell(self) -> None:
        self._tell("")
        self._drafter.spell(self._pattern.text())

    def _open(self) -> None:
        if self._buttons["open"].isEnabled():
            self._tell("Opened in the explorer; its weights are untrained")
            self._session.open_design(self._design)

    def _save(self) -> None:
        path = self._ask.design_to_write(f"{file_stem(self._design.name)}.net")
        if path is None:
            return
        try:
            write_text(self._design, path)
        except ExplorerError as error:
            self._tell(f"{error.message}; {error.hint}", wrong=True)
        else:
            self._tell(f"Saved {path.name}")

    def _export(self) -> None:
        if (path := self._ask.net_to_write(f"{file_stem(self._design.name)}.onnx")) is not None:
            self._drafter.export(self._design, path)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        super().showEvent(event)
        self._drafter.begin()
        self._drafter.read(self._editor.toPlainText())

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no longer; the text stays for the next time."""
        self._drafter.end()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with the main window."""
        if watched is self.parent() and event.type() is QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)


def _fill(row: QHBoxLayout, parts: Sequence[QWidget]) -> None:
    for part in parts:
        row.addWidget(part)


def _line(text: str, name: str, tip: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    line.setToolTip(tip)
    return line


def _button(title: str, tip: str, kind: str = "quiet") -> QPushButton:
    button = named(QPushButton(title), kind)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def _first_words(path: Path) -> str:
    """Return what the first line of a preset says of it."""
    return re.sub(r"^#\s*", "", read_text(path).text.partition("\n")[0])
