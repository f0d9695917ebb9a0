"""The headers that say what a body is."""

from collections.abc import Mapping

from multipart import parse_options_header

from filegate.domain.errors import UnsupportedMedia
from filegate.http.request import Request


def options_of_media_type(request: Request, wanted: str) -> Mapping[str, str]:
    """What the Content-Type says beside its type. Raises UnsupportedMedia for another type or an encoded body."""
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnsupportedMedia("Content-Encoding is not supported: send the body as it is.", param="Content-Encoding")
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    if media_type != wanted:
        raise UnsupportedMedia(f"The Content-Type must be {wanted}.", param="Content-Type")
    found: Mapping[str, str] = options
    return found
