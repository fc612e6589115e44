"""All that a user can do by name: one table, a module for each group of it."""
