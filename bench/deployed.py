"""What template.yaml gives each function, and which function it gives a request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from local.places import TEMPLATE


@cache
def memory_mb() -> dict[str, int]:
    """The folder of each function to its megabytes."""
    usual = _template()["Globals"]["Function"]["MemorySize"]
    return {Path(each["CodeUri"]).name: int(each.get("MemorySize", usual)) for each in _functions()}


def route_of(method: str, path: str) -> tuple[str, str, dict[str, str]]:
    """The route, the folder of its function and the path's parameters. Raises LookupError where there is none."""
    given = path.strip("/").split("/")
    for resource, function in _routes()[method]:
        wanted = resource.strip("/").split("/")
        pairs = list(zip(wanted, given, strict=False))
        if len(wanted) == len(given) and all(name == value or name.startswith("{") for name, value in pairs):
            return resource, function, {name.strip("{}"): value for name, value in pairs if name != value}
    raise LookupError(f"{method} {path}")


@cache
def _routes() -> dict[str, list[tuple[str, str]]]:
    routes: dict[str, list[tuple[str, str]]] = {}
    for each in _functions():
        for event in each.get("Events", {}).values():
            if event["Type"] == "Api":
                route = event["Properties"]["Path"], Path(each["CodeUri"]).name
                routes.setdefault(event["Properties"]["Method"], []).append(route)
    return routes


def _functions() -> list[dict[str, Any]]:
    return [each["Properties"] for each in _template()["Resources"].values() if each["Type"].endswith("::Function")]


@cache
def _template() -> dict[str, Any]:
    template: dict[str, Any] = yaml_parse(TEMPLATE.read_text())
    return template
