"""The window in which nets are written as text."""
