"""What goes wrong on the way to a service: before a request takes effect, or after."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx2

Act = Callable[[], httpx2.Response]


class Killed(BaseException):
    """The program ends here: nothing that it would still do happens, but for what `finally` can do anyway."""


@dataclass
class Fault:
    """`break_` is given what would have been done, and answers or raises in its place."""

    pattern: str
    break_: Callable[[Act], httpx2.Response]
    times: int
    skip: int


class Faults:
    """Each is used up by the requests that are like its pattern, `METHOD https://host/path`."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._dead = False

    def answer(self, pattern: str, *answers: Callable[[], httpx2.Response]) -> None:
        """One request each is answered so, and has no effect."""
        for answer in answers:
            self._add(pattern, lambda _, answer=answer: answer())  # type: ignore[misc]

    def always(self, pattern: str, answer: Callable[[], httpx2.Response], *, skip: int = 0) -> None:
        """Every request after `skip` others."""
        self._add(pattern, lambda _: answer(), times=1_000, skip=skip)

    def lose(self, pattern: str) -> None:
        """The request takes effect, but its answer does not arrive."""
        self._add(pattern, _lost)

    def refuse_connection(self, pattern: str, times: int = 1) -> None:
        self._add(pattern, _unconnected, times=times)

    def kill(self, pattern: str, *, after: bool = False, skip: int = 0) -> None:
        """At the request after `skip` others, before or after it takes effect; no thread makes another one then."""

        def die(act: Act) -> httpx2.Response:
            self._dead = True
            if after:
                act()
            raise Killed

        self._add(pattern, die, skip=skip)

    def clear(self) -> None:
        """What comes from now on is another run of the program, with nothing in its way."""
        self._faults.clear()
        self._dead = False

    def around(self, request: httpx2.Request, act: Act) -> httpx2.Response:
        if self._dead:
            raise Killed
        asked = f"{request.method} {str(request.url).partition('?')[0]}"
        for fault in self._faults:
            if fault.times and re.search(fault.pattern, asked):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault.break_(act)
        return act()

    def _add(self, pattern: str, break_: Callable[[Act], httpx2.Response], times: int = 1, skip: int = 0) -> None:
        self._faults.append(Fault(pattern, break_, times, skip))


def _lost(act: Act) -> httpx2.Response:
    act()
    raise httpx2.ReadError("connection reset")


def _unconnected(_: Act) -> httpx2.Response:
    raise httpx2.ConnectError("connection refused")
