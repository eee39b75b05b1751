"""Writers: one report content as HTML, Word or PDF."""
