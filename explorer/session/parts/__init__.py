"""From state and pass to the parts of a view, a module for each."""
