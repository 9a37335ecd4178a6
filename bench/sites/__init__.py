"""What is served side by side: the product, Django admin over the same tables, and a bare view with the same SQL."""
