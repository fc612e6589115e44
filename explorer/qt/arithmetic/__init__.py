"""Where a value comes from, at the right of the window."""
