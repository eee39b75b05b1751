"""How the cells of a sweep are named, set and computed."""
