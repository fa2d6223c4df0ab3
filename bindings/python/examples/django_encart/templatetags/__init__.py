"""Template tags and filters: {% load encart %}."""
