"""Providers of different temper, each for a model of its own name, and one that is down."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from local.ports import HOST, any_free
from local.upstream_process import UpstreamProcess

TEMPERS = {
    "unsteady": "--latency 0.02 --errors 0.05 --per-second 100",
    "steady": "",
    "slow": "--latency 1",
    "still": "--latency 40",
}
"""By model, and how the test provider is started for it."""


class Upstreams:
    """`described` is the list as a deployment has it. The first provider for the model `steady` is down."""

    def __init__(self, directory: Path) -> None:
        self._processes = {model: UpstreamProcess(directory / model) for model in TEMPERS}
        for model in TEMPERS:
            (directory / model).mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        for model, process in self._processes.items():
            process.start(TEMPERS[model].split())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes.values():
            process.stop()

    @property
    def described(self) -> list[dict[str, Any]]:
        down = _provider("down", f"http://{HOST}:{any_free()}/v1", "steady")
        return [down, *(_provider(model, process.base_url, model) for model, process in self._processes.items())]


def _provider(name: str, base_url: str, model: str) -> dict[str, Any]:
    return {"name": name, "base_url": base_url, "key": "none", "models": [model]}
