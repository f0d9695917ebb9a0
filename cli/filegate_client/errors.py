"""What can go wrong. Every message is one line for people; what the server said is kept as it said it."""


class FilegateFailure(Exception):
    """What was asked for could not be done. The base of everything that this package raises of its own."""


class NotConfigured(FilegateFailure):
    """The base URL or the key is missing or cannot be right."""


class Unreachable(FilegateFailure):
    """No answer came, however often it was tried."""


class Refused(FilegateFailure):
    """The deployment or S3 answered with an error.

    `status` is HTTP's; `param`, `code` and `request_id` are the server's words, where it said any.
    """

    def __init__(
        self, status: int, message: str, *, param: str | None = None, code: str | None = None, request_id: str = ""
    ) -> None:
        super().__init__(f"{message} (param: {param})" if param else message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code
        self.request_id = request_id


class FileChanged(FilegateFailure):
    """The local file became another one while it was being sent."""


class DigestMismatch(FilegateFailure):
    """What arrived is not what was stored. Nothing of it is kept."""


class Stopped(FilegateFailure):
    """Another part of the same transfer failed, or the program was interrupted."""
