import pytest

from local.template_values import TemplateValues

TEMPLATE = {
    "Mappings": {"Words": {"openai": {"body": '{"id":$context.requestId,"type":"${Type}"}'}}},
    "Conditions": {"IsOpenAI": {"Fn::Equals": [{"Ref": "Contract"}, "openai"]}},
}
MAPPED = {"Fn::FindInMap": ["Words", {"Ref": "Contract"}, "body"]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plain", "plain"),
        ({"Ref": "Contract"}, "openai"),
        ({"Fn::Sub": "a ${Contract} and ${!Literal}"}, "a openai and ${Literal}"),
        ({"Fn::Sub": [MAPPED, {"Type": "x"}]}, '{"id":$context.requestId,"type":"x"}'),
        ({"Fn::Join": ["-", ["a", {"Ref": "Contract"}]]}, "a-openai"),
        ({"Fn::If": ["IsOpenAI", "yes", {"Ref": "Nothing"}]}, "yes"),
        ({"application/json": [MAPPED]}, {"application/json": [TEMPLATE["Mappings"]["Words"]["openai"]["body"]]}),
    ],
)
def test_values_are_what_cloudformation_makes_of_them(written: object, meant: object) -> None:
    assert TemplateValues(TEMPLATE, {"Contract": "openai"}).of(written) == meant


def test_a_reference_to_a_resource_is_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="Table"):
        TemplateValues(TEMPLATE, {}).of({"Ref": "Table"})
