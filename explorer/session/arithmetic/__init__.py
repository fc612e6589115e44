"""The arithmetic of a cell, node by node, as the window draws it."""
