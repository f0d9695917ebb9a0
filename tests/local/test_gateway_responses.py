import json

import pytest
from samtranslator.yaml_helper import yaml_parse

from local import gateway_responses
from local.places import TEMPLATE

PARSED = yaml_parse(TEMPLATE.read_text())


@pytest.mark.parametrize("contract", PARSED["Parameters"]["Contract"]["AllowedValues"])
def test_every_answer_of_the_template_is_json_in_every_contract(contract: str) -> None:
    responses = gateway_responses.written_in(PARSED, {"Contract": contract})
    for arguments in responses.values():
        [body] = arguments["responseTemplates"].values()
        assert json.loads(body)
        assert int(arguments["statusCode"]) >= 400
