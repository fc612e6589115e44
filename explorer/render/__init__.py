"""Volumes to pixels: levels, colour maps, montages, PNG files; the screen and the file share it."""
