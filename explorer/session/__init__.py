"""What the user looks at, without a window: state, view and the one object that changes."""
