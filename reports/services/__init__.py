"""Freezing figures, and the files that leave with them."""
