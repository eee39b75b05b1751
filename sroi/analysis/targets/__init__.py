"""How the values at which a result meets its target are found."""
