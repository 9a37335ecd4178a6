"""Documents that leave the screen, read back."""
