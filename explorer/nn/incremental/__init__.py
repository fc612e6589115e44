"""What an edit changes of a forward pass, recomputed without the rest of it."""
