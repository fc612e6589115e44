"""The editor of a net's text: shapes beside its lines, problems below them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.qt.designer.highlighter import Highlighter
from explorer.qt.designer.margins import LEFT, RIGHT, TOP, LeftMargin, RightMargin
from explorer.qt.designer.problem_note import ProblemNote
from explorer.qt.designer.room import RoomyLayout
from explorer.session.drafts.part import Beside, DraftPart

_GAP = 4


class DesignEditor(QPlainTextEdit):
    """Plain text, one layer a line.

    What is known of a line goes with it while lines are put in above: each block bears as its state the number of the
    line that it was when the text was read.

    Attributes
    ----------
    edited
        The text after each change.
    """

    edited = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part: DraftPart | None = None
        self._notes: dict[int, ProblemNote] = {}
        document = QTextDocument(self)
        document.setDefaultFont(font(13, mono=True))
        self._layout = RoomyLayout(document)
        document.setDocumentLayout(self._layout)
        self.setDocument(document)
        self._highlighter = Highlighter(document, look)
        self.setFont(font(13, mono=True))
        self.setObjectName("design")
        self.setAccessibleName("Text of the net")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setViewportMargins(LEFT, TOP, RIGHT, 0)
        self._left, self._right = LeftMargin(look, self._lines, self), RightMargin(look, self._lines, self)
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText()))
        self.updateRequest.connect(self._follow)
        look.changed.connect(self._mark)

    def put(self, text: str) -> None:
        """Replace the whole text, as a step that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(0)
        self.setTextCursor(cursor)
        self.setFocus()

    def show_draft(self, part: DraftPart) -> None:
        """Show what was read of the text; nothing where it has changed since."""
        if part.text != self.toPlainText():
            return
        self._part = part
        block = self.document().begin()
        while block.isValid():
            block.setUserState(block.blockNumber())
            block = block.next()
        self._place_notes(part)
        self._mark()

    def _place_notes(self, part: DraftPart) -> None:
        for note in self._notes.values():
            note.hide()
            note.deleteLater()
        self._notes = {line: ProblemNote(problem, self.viewport()) for line, problem in part.problems.items()}
        for note in self._notes.values():
            note.fix_chosen.connect(self.put)
            note.show()
        self._lay_notes()

    def _lay_notes(self) -> None:
        """Make room for the notes at their width, and put them there."""
        width = max(200, self.viewport().width() - 2 * _GAP)
        heights = {line: note.heightForWidth(width) for line, note in self._notes.items()}
        self._layout.make_room({line: height + 2 * _GAP for line, height in heights.items()})
        for line, note in self._notes.items():
            note.resize(width, heights[line])
        self._move_notes()

    def _move_notes(self) -> None:
        for line, note in self._notes.items():
            block = self.document().findBlockByNumber(line)
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            note.move(_GAP, round(place.bottom() - note.height() - _GAP))
            note.setVisible(block.isVisible() and place.bottom() > 0 and place.top() < self.viewport().height())

    def _mark(self) -> None:
        """Underline the lines that are wrong."""
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(QColor(self._look.theme.error))
        marks = []
        for line in self._part.problems if self._part is not None else ():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line))
            mark.cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            mark.format = wave
            marks.append(mark)
        self.setExtraSelections(marks)
        self._left.update()
        self._right.update()

    def _lines(self) -> Iterator[tuple[int, QRectF, Beside | None, bool]]:
        """Yield what stands beside each line that is seen."""
        block: QTextBlock = self.firstVisibleBlock()
        while block.isValid():
            whole = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if whole.top() > self.viewport().height():
                return
            part, line = self._part, block.userState()
            beside = part.beside.get(line) if part is not None else None
            wrong = part is not None and line in part.problems
            height = self.fontMetrics().lineSpacing()
            yield block.blockNumber() + 1, QRectF(0, TOP + whole.top(), 1, height), beside, wrong
            block = block.next()

    def _follow(self, rect: QRect, dy: int) -> None:
        """Scroll what stands beside the lines along with them."""
        self._left.update()
        self._right.update()
        self._move_notes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the margins at both sides."""
        super().resizeEvent(event)
        inner = self.contentsRect()
        view = self.viewport().geometry()
        self._left.setGeometry(QRect(inner.left(), inner.top(), LEFT, TOP + view.height()))
        self._right.setGeometry(QRect(view.right() + 1, inner.top(), RIGHT, TOP + view.height()))
        self._lay_notes()
