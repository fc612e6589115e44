"""The light colours of a net's text."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from explorer.qt.basics.look import Look

_COMMENT = re.compile(r"#.*")
_LABEL = re.compile(r"^\s*[^\s:#\[\]]+\s*:")
_LAYER = re.compile(r"(?:^|->|→|\[|:)\s*([A-Za-z][\w./]*)")
_DEFINED = re.compile(r"(?m)^\s*([^\s:#\[\]]+)\s*:")
_ARROW = re.compile(r"->|→|[\[\]*?]")


class Highlighter(QSyntaxHighlighter):
    """Sets the first word of each layer in bold, and dims names, arrows and comments."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self._revision, self._names = -1, frozenset[str]()
        look.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        bold, dim, quiet = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        dim.setForeground(self._look.theme.color("second"))
        quiet.setForeground(self._look.theme.color("third"))
        quiet.setFontItalic(True)
        for found in _LAYER.finditer(text):
            if found[1] not in self._defined():
                self.setFormat(found.start(1), len(found[1]), bold)
        for pattern in (_LABEL, _ARROW):
            for found in pattern.finditer(text):
                self.setFormat(found.start(), len(found[0]), dim)
        for found in _COMMENT.finditer(text):
            self.setFormat(found.start(), len(found[0]), quiet)

    def _defined(self) -> frozenset[str]:
        """Return the names that lines give, which others begin with where they read them."""
        document = self.document()
        if document.revision() != self._revision:
            self._revision, self._names = document.revision(), frozenset(_DEFINED.findall(document.toPlainText()))
        return self._names
