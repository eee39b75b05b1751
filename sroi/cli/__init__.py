"""The command line: thin. It reads, asks the library, and prints."""
