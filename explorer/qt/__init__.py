"""The window: the only Qt and pyqtgraph."""
