"""Template tags of the reading pages: the demo banner, and the findings of the Content area."""
