"""What is said of an error, as sentences."""


def sentences(*texts: str) -> str:
    """Return texts with full stops, and capitals unless they begin with the name of a file; empty ones add nothing."""
    return " ".join(_sentence(text) for text in texts if text)


def _sentence(text: str) -> str:
    begun = text if "." in text.partition(" ")[0] else f"{text[:1].upper()}{text[1:]}"
    return begun if text.endswith((".", "?")) else f"{begun}."
