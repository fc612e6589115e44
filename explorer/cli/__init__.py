"""The command line: run, info, export."""
