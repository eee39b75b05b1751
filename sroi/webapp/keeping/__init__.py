"""Parts of the page History: versions and what differs between them, sign-off, logs."""
