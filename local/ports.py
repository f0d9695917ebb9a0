"""Ports of this machine's loopback address."""

import socket

HOST = "127.0.0.1"
USUAL_PORT = 4566


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def choose(wished: int | None) -> int:
    """The wished port, else the usual one, else any: whichever is free."""
    return next((port for port in (wished, USUAL_PORT) if port and is_free(port)), None) or any_free()
