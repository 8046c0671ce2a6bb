"""Where in a configuration file a key stands, which the parser of TOML does not tell."""

__all__ = ["line_of"]


def line_of(text: str, section: str, key: str | None) -> int | None:
    """Return the line of a key, or of its table's header; ``None`` where it does not stand.

    Args:
        text: the whole file.
        section: the table's name.
        key: the key's name, or ``None`` for the header itself.
    """
    current = ""
    for number, row in enumerate(text.splitlines(), 1):
        stripped = row.strip()
        if stripped.startswith("["):
            current = stripped.strip("[]").partition("]")[0].strip().replace('"', "")
            current = current.replace("'", "")
            if key is None and current == section:
                return number
        name = stripped.partition("=")[0].strip().replace(" ", "").replace('"', "")
        wanted = (key,) if current == section else (f"{section}.{key}", section)
        if "=" in stripped and name in wanted:
            return number
    return None
