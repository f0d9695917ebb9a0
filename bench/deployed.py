"""What template.yaml gives each function."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from local.places import TEMPLATE


@cache
def memory_mb() -> dict[str, int]:
    """The folder of each function to its megabytes."""
    template = yaml_parse(TEMPLATE.read_text())
    usual = template["Globals"]["Function"]["MemorySize"]
    functions = [each["Properties"] for each in template["Resources"].values() if each["Type"].endswith("::Function")]
    return {Path(each["CodeUri"]).name: int(each.get("MemorySize", usual)) for each in functions}
