"""Nets as text, one layer a line: read, checked, built, written."""
