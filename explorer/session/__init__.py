"""What the user looks at, as frozen state, and the one object that changes it; no Qt."""
