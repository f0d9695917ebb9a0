"""File names: what a client may call a file. They are labels only: no key or path is ever made from them."""

import unicodedata

from filegate.domain.errors import InvalidInput

MAX_NAME_BYTES = 255


def check_name(name: str | None, param: str = "file") -> str:
    """The name itself. Raises InvalidInput for an empty, long, path-like or unprintable one."""
    if not name:
        raise InvalidInput("The file must have a file name.", param=param, kind="missing")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise InvalidInput(f"The file name is longer than {MAX_NAME_BYTES} bytes of UTF-8.", param=param)
    if "/" in name or "\\" in name or name in {".", ".."}:
        raise InvalidInput("The file name must be a plain name, without a path.", param=param)
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in name):
        raise InvalidInput("The file name must not have control characters or line breaks.", param=param)
    return name
