"""Windows that open over the main one, and the clipboard."""
