"""One role a function, as CloudFormation gets them."""

from typing import Any

from tests import sam

LOGGING_ONLY = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]


def test_every_function_has_a_role_of_its_own(transformed: dict[str, Any]) -> None:
    resources = transformed["Resources"].values()
    roles = [str(each["Properties"]["Role"]) for each in resources if each["Type"] == "AWS::Lambda::Function"]
    assert len(roles) == len(set(roles)) == len(sam.functions())


def test_a_role_has_no_managed_policy_but_the_one_for_logs(transformed: dict[str, Any]) -> None:
    roles = {
        name: each["Properties"].get("ManagedPolicyArns", [])
        for name, each in transformed["Resources"].items()
        if each["Type"] == "AWS::IAM::Role"
    }
    assert roles.pop("BatchMachineRole") == []
    assert list(roles.values()) == [LOGGING_ONLY] * len(sam.functions())
