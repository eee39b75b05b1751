"""What people put in: numbers, the value map as a grid, pasted cells, value maps from spreadsheets."""
