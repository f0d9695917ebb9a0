"""cfn-lint in this process, also on what SAM makes of the template: only there circular dependencies show."""

import json
from typing import Any

from cfnlint.api import lint

from tests import sam

REGIONS = ["eu-central-1", "us-east-1"]


def test_the_template_is_clean() -> None:
    assert lint((sam.ROOT / "template.yaml").read_text(), regions=REGIONS) == []


def test_the_transformed_template_is_clean(transformed: dict[str, Any]) -> None:
    assert lint(json.dumps(transformed), regions=REGIONS) == []
