"""Numbers in requests."""

from filegate.domain.errors import InvalidInput


def integer_between(least: int, most: int, text: str, name: str) -> int:
    """Plain decimal digits only: no sign, no spaces, no other scripts' digits. Raises InvalidInput naming the field."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    raise InvalidInput(f"Invalid value for '{name}': expected an integer from {least} to {most}.", param=name)
