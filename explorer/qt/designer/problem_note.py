"""What is wrong in a line, below it, with buttons that mend it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.basics.sentences import sentences
from explorer.session.drafts.part import Problem


class ProblemNote(Panel):
    """A sentence, a hint, and a button for each text that would be right.

    Attributes
    ----------
    fix_chosen
        The text of the ``Fix`` that was chosen.
    """

    fix_chosen = Signal(str)

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__("problem", parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 8, 6)
        column.setSpacing(2)
        for text, tone in ((problem.message, "error"), (problem.hint, "second")):
            if text:
                line = label(sentences(text), tone=tone)
                line.setWordWrap(True)
                column.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(6)
        for fix in problem.fixes:
            button = named(QPushButton(fix.title), "quiet")
            button.setToolTip(f"Change the text so: {fix.title}")
            button.clicked.connect(lambda _=False, text=fix.text: self.fix_chosen.emit(text))
            row.addWidget(button)
        row.addStretch(1)
        if problem.fixes:
            column.addSpacing(2)
            column.addLayout(row)
