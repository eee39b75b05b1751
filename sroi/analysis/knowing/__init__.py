"""What errors are asked about, and what it is worth to know them."""
