"""The left of the window: the picture, how it is fed, and the answer."""
