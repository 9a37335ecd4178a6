"""What leaves the screen: documents as tagged PDF and as plain text. It knows nothing of cases."""
