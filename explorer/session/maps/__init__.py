"""What is known of the maps of a layer: order, extremes, what their units see."""
