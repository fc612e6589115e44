"""The one style sheet of the application, made from a theme's tokens."""

from __future__ import annotations

from string import Template

from explorer.qt.basics.theme import Theme

_RULES = Template(
    """
QToolTip { background: $surface; color: $text; border: 1px solid $strong; padding: 4px 6px; }
QWidget#toolbar, QWidget#stripFrame, QWidget#cards, QWidget#find, QWidget#side, QWidget#section, QWidget#header,
QWidget#slicesBar, QScrollArea#strip, QScrollArea#side {
    background: $surface;
}
QWidget#find { border-left: 1px solid $border; }
QWidget#toolbar, QWidget#stripFrame, QWidget#header { border-bottom: 1px solid $border; }
QWidget#slicesBar { border-top: 1px solid $border; }
QWidget#canvas { background: $canvas; }
QWidget#statusLine { background: $bg; border-top: 1px solid $border; }
QWidget#messageBar { background: $surface; border-bottom: 1px solid $error; border-left: 4px solid $error; }
QWidget#messageBar[kind="note"] { border-bottom-color: $accent; border-left-color: $accent; }
QWidget#tourBar { background: $accent_bg; border-bottom: 1px solid $accent; }
QFrame#rule { background: $border; border: 0; min-height: 1px; max-height: 1px; }
QFrame#progress { background: $accent; border: 0; }
QWidget#toast { background: $toast; border-radius: 8px; }
QLabel#toastText { color: $on_toast; }
QPushButton#toastButton { background: transparent; border: 0; color: $toast_link; font-weight: 600; }

QLabel[tone="second"] { color: $second; }
QLabel[tone="third"] { color: $third; }
QLabel[tone="error"] { color: $error; }
QLabel[tone="warn"] { color: $warn; }

QPushButton, QToolButton#chooser {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 0 12px; min-height: 26px; max-height: 26px; text-align: left;
}
QToolButton#chooser { padding-right: 28px; }
QToolButton#chooser::menu-indicator { image: none; width: 0; }
QPushButton:hover, QToolButton#chooser:hover { background: $hover; }
QPushButton:pressed, QToolButton#chooser:pressed { background: $border; }
QPushButton:focus, QToolButton#chooser:focus { border: 2px solid $accent; padding: 0 11px; }
QToolButton#chooser:focus { padding-right: 27px; }
QPushButton:disabled, QToolButton#chooser:disabled { color: $strong; }
QPushButton#primary {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; text-align: center;
}
QPushButton#primary:disabled { background: $border; color: $second; border-color: $border; }
QPushButton#primary:focus { border: 2px solid $text; }
QPushButton#quiet { text-align: center; }
QPushButton#toggle { text-align: center; }
QPushButton#toggle:checked { background: $accent_bg; color: $accent; border-color: $accent; font-weight: 600; }
QPushButton#link { border: 2px solid transparent; background: transparent; color: $accent; padding: 0 10px; }
QPushButton#link:focus { border: 2px solid $accent; }

QToolButton#flat { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 0; }
QToolButton#flat:hover { background: $hover; }
QToolButton#flat:pressed, QToolButton#flat:checked { background: $accent_bg; }
QToolButton#flat:focus { border-color: $accent; }
QToolButton#flat::menu-indicator { image: none; width: 0; }

QToolButton#segment {
    background: $surface; color: $text; border: 1px solid $border; padding: 0 9px;
    min-height: 26px; max-height: 26px;
}
QToolButton#segment:hover { background: $hover; }
QToolButton#segment:disabled { color: $strong; }
QToolButton#segment:checked { background: $accent_bg; color: $accent; border-color: $accent; font-weight: 600; }
QToolButton#segment:disabled { color: $strong; }
QToolButton#segment:focus { border: 2px solid $accent; padding: 0 8px; min-height: 24px; max-height: 24px; }
QToolButton#segment[place="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton#segment[place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }

QLineEdit {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 0 8px;
    min-height: 26px; max-height: 26px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus { border: 2px solid $accent; padding: 0 7px; min-height: 24px; max-height: 24px; }

QToolButton#thumbnail {
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; color: $second;
}
QToolButton#thumbnail:hover { background: $hover; }
QToolButton#thumbnail:checked { background: $accent_bg; color: $accent; }
QToolButton#thumbnail:focus { border-color: $accent; }
QWidget#popup { background: $surface; border: 1px solid $border; border-radius: 6px; }

QCheckBox::indicator {
    width: 12px; height: 12px; border: 1px solid $strong; border-radius: 3px; background: $surface;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:focus { border: 2px solid $text; width: 10px; height: 10px; }

QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -6px 0; border-radius: 8px; border: 2px solid $accent; background: $surface;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent_bg; }
QSlider::handle:horizontal:focus { border-color: $text; }
QSlider:focus { outline: 0; }

QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QTabBar { background: $bg; }
QTabBar::tab { background: $bg; color: $second; padding: 5px 12px; border: 0; border-top: 2px solid transparent; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { background: $surface; color: $text; border-top-color: $accent; }
QDockWidget { border: 1px solid $border; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $strong; border-radius: 3px; border: 2px solid transparent; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea::corner { background: transparent; border: 0; }

QMenu { background: $surface; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_bg; }
QMenu::item:disabled { color: $strong; }
QMenu::separator { height: 1px; background: $border; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }

QWidget#palette { background: $surface; border: 1px solid $strong; border-radius: 8px; }
QListWidget { background: $surface; border: 0; outline: 0; }

QTableView {
    background: $surface; border: 0; outline: 0; selection-background-color: $accent_bg; selection-color: $text;
}
QTableView::item { padding: 0 6px; border: 0; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section {
    background: $surface; color: $second; border: 0; border-bottom: 1px solid $border; padding: 4px 9px;
}

QDialog { background: $surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialogButtonBox QPushButton { text-align: center; min-width: 64px; }
QPlainTextEdit#design { background: $surface; border: 1px solid $border; border-radius: 0; }
QWidget#problem { background: $bg; border-left: 3px solid $error; }
QPlainTextEdit { background: $bg; color: $text; border: 1px solid $border; border-radius: 6px; }
"""
)


def style_sheet(theme: Theme) -> str:
    """Return the rules for every widget of the window in the colours of ``theme``."""
    return _RULES.substitute(vars(theme))
