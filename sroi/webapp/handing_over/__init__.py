"""Parts of the page Downloads: what is made when it is asked for."""
