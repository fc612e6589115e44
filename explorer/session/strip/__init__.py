"""The layers of a net as the strip shows them: cards, blocks, and where each stands."""
