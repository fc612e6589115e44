"""The worker's side: nets opened, pictures fed, forward passes, what edits change of them."""
