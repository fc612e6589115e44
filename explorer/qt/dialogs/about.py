"""What the program is, in which versions, under which licence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from explorer import resources
from explorer.qt.basics.panels import Facts, label
from explorer.qt.dialogs.versions import as_text, versions
from explorer.resources import TITLE

_ICON = QSize(64, 64)
_WORDS = "Shows every layer of a convolutional network at work: its activation maps beside the filters that made them."


class AboutDialog(QDialog):
    """Lists the versions, and lets them be copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"About {TITLE}")
        self.setFixedWidth(460)
        icon = QLabel()
        pixels = QPixmap(str(resources.assets() / "icon" / "icon-256.png"))
        smooth = Qt.TransformationMode.SmoothTransformation
        icon.setPixmap(pixels.scaled(_ICON * 2, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        icon.setScaledContents(True)
        icon.setFixedSize(_ICON)
        words = label(_WORDS, tone="second")
        words.setWordWrap(True)
        text = QVBoxLayout()
        text.addWidget(label(TITLE, size=20, weight=QFont.Weight.DemiBold))
        text.addWidget(words)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(text, 1)
        facts = Facts()
        facts.show_facts((*versions(), ("Licence", "MIT")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy versions", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(as_text(versions())))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(facts)
        column.addWidget(buttons)
