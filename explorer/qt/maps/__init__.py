"""The centre of the window: the maps of a layer, their legend and colours."""
