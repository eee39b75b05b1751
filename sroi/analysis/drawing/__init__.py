"""How draws are made, kept and counted."""
