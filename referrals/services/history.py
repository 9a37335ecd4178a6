"""What a determination leaves behind for the screenings to come."""
