"""The strip across the top: the net as tiles, one a layer."""
