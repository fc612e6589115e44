"""The command line: thin, over the session and below."""
