"""How a difference between two models is divided among its changes."""
