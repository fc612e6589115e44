"""What the window draws, as frozen data."""
