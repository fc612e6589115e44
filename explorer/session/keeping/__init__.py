"""What is kept of a session: steps of undo, and files between two starts."""
