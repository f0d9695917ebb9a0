"""Works out the values that a CloudFormation template writes with Ref, Fn::Sub, Fn::FindInMap, Fn::Join and Fn::If."""

import re
from collections.abc import Callable, Mapping
from typing import Any

VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class TemplateValues:
    """One template with the values of its parameters and pseudo parameters."""

    def __init__(self, template: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        self._template = template
        self._names = dict(parameters)
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._named,
            "Fn::Sub": self._substituted,
            "Fn::FindInMap": self._mapped,
            "Fn::Join": lambda value: self.of(value[0]).join(map(str, self.of(value[1]))),
            "Fn::If": lambda value: self.of(value[1] if self.holds(value[0]) else value[2]),
            "Fn::Equals": lambda value: self.of(value[0]) == self.of(value[1]),
            "Fn::Not": lambda value: not self.of(value[0]),
            "Fn::And": lambda value: all(map(self.of, value)),
            "Fn::Or": lambda value: any(map(self.of, value)),
            "Condition": self.holds,
        }

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        [name, argument] = next(iter(value.items())) if len(value) == 1 else ("", None)
        if name in self._functions:
            return self._functions[name](argument)
        return {key: self.of(each) for key, each in value.items()}

    def holds(self, condition: str) -> bool:
        return bool(self.of(self._template["Conditions"][condition]))

    def _named(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(f"the template refers to {name} where the local stack knows parameters only")
        return self._names[name]

    def _mapped(self, path: list[Any]) -> Any:
        found: Any = self._template["Mappings"]
        for key in self.of(path):
            found = found[key]
        return self.of(found)

    def _substituted(self, value: Any) -> str:
        text, own = (self.of(value[0]), self.of(value[1])) if isinstance(value, list) else (value, {})
        names = {**self._names, **own}
        return VARIABLE.sub(lambda found: f"${{{found[2]}}}" if found[1] else str(names[found[2].strip()]), text)
