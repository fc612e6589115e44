"""A net's text while it is written: its shapes, and what would mend it."""
