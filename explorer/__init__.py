"""ConvNet Explorer: see every layer of a convolutional net work."""
