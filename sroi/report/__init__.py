"""What is handed over: one report of a study, written as Word, HTML or PDF."""
