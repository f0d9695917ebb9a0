"""Sizes that AWS or this service sets, in bytes. docs/limits.md tells them to users."""

MIB = 1_048_576

MAX_FILE_BYTES = 4 * MIB
"""One Lambda request is 6 MB of base64 at most (AWS Lambda quota), which leaves 4 MiB for a file with its envelope."""

MAX_BODY_BYTES = MAX_FILE_BYTES + 65_536
"""The file with its multipart envelope: boundaries, part headers and the other fields."""

MAX_LIST_BYTES = 5 * MIB
"""A Lambda answer is 6 MB at most (AWS Lambda quota); a page of a list ends before it could pass that."""
