"""The template as CloudFormation gets it."""

from copy import deepcopy
from typing import Any

import pytest
from samtranslator.translator.transform import transform

from tests import sam


@pytest.fixture(scope="session")
def transformed() -> dict[str, Any]:
    return as_cloudformation_gets_it(deepcopy(sam.template()))


def as_cloudformation_gets_it(template: dict[str, Any]) -> dict[str, Any]:
    """What SAM makes of the template, with every parameter at its default and code that is built already."""
    for resource in template["Resources"].values():
        for code in {"CodeUri", "ContentUri", "DefinitionUri"} & resource.get("Properties", {}).keys():
            if not resource["Properties"][code].startswith("s3://"):
                resource["Properties"][code] = "s3://artifacts/code.zip"
    defaults = {name: parameter["Default"] for name, parameter in template["Parameters"].items()}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        made: dict[str, Any] = transform(template, defaults, managed_policy_loader=None)
    return made
