"""Lines of a content that comes in chunks, cut anywhere, in bounded memory."""

from collections.abc import Iterable, Iterator

NEWLINE = b"\n"


def lines(chunks: Iterable[bytes], most: int) -> Iterator[bytes | None]:
    """Each line without its newline, or None for one of more than `most` bytes, which are passed over unheld.

    The newline of the last line may be missing. A carriage return is left to be part of its line.
    """
    held = b""
    for chunk in chunks:
        *ended, rest = chunk.split(NEWLINE)
        if ended:
            ended[0] = held + ended[0]
            yield from (_short(line, most) for line in ended)
            held = rest
        else:
            held += rest
        # A byte more than is allowed is enough to tell that the line is too long.
        held = held[: most + 1]
    if held:
        yield _short(held, most)


def _short(line: bytes, most: int) -> bytes | None:
    return line if len(line) <= most else None
