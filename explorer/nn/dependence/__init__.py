"""Which elements of each value every operator's outputs depend on."""
