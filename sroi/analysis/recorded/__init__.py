"""Runs as they are written down: the record, and finding it in what was handed over."""
