"""Where every number of a forward pass comes from."""
