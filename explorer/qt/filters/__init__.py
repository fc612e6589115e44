"""The filter that made a map, shown and edited weight by weight."""
