"""JSON values as tables would have them."""


def as_text(value) -> str:
    """A JSON value as the text that a table would have of it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def is_blank(value) -> bool:
    return value is None or value == "" or value == []
