"""Who may do what in the end: all permissions that CloudFormation is asked for, also those that SAM has written."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests import sam
from tests.template.test_policies import as_list

PRINCIPALS_OF_ROLES = {"lambda.amazonaws.com", "states.amazonaws.com"}
STATED_WILDCARDS = {
    "${Bucket.Arn}/files/*": "objects",
    "${Bucket.Arn}/parts/*": "objects",
    "${Bucket.Arn}/batches/*": "objects",
    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${AWS::StackName}-batch/*": "executions",
    "${DropBucket.Arn}/*": "objects",
    "${Table.Arn}/stream/*": "the stream's name has the moment of its making in it",
}
"""All resources of functions that are a pattern, and why."""

OF_OUR_MACHINE = (
    r"arn:\$\{AWS::Partition\}:states:\$\{AWS::Region\}:\$\{AWS::AccountId\}"
    r":(stateMachine:\$\{AWS::StackName\}-batch|execution:\$\{AWS::StackName\}-batch/\*)"
)
"""The machine's own role cannot refer to the machine, as each would need the other first."""

FORBIDDEN = re.compile(
    r"(iam|sts|kms|organizations|account|cloudformation|apigateway|cloudtrail|ec2):"
    r"|dynamodb:(Scan|PartiQL|.*(Table|Backup|TimeToLive|ResourcePolicy|Export|Import))"
    r"|s3:(Create|DeleteBucket|PutBucket|PutEncryption|PutLifecycle|PutAccountPublic|PutReplication|Bypass|.*Acl|.*Policy)"
    r"|lambda:(?!InvokeFunction$)|sqs:(?!SendMessage$|ReceiveMessage$|DeleteMessage$|GetQueueAttributes$)"
    r"|logs:(Delete|Put(?!LogEvents))"
)
"""What no function has any business with, whatever it serves."""

MAY_OPEN_THE_ACCOUNT = ("AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey", "AWS::IAM::Policy")
MAY_OPEN_THE_ACCOUNT += ("AWS::IAM::ManagedPolicy", "AWS::Lambda::Url", "AWS::KMS::Key", "AWS::S3::AccessPoint")

Resources = dict[str, Any]
Statement = dict[str, Any]


def of_type(transformed: dict[str, Any], kind: str) -> Resources:
    found = transformed["Resources"].items()
    return {name: resource["Properties"] for name, resource in found if resource["Type"] == kind}


def statements(transformed: dict[str, Any]) -> Iterator[Statement]:
    """Of all roles."""
    for role in of_type(transformed, "AWS::IAM::Role").values():
        for policy in role.get("Policies", []):
            yield from as_list(policy["PolicyDocument"]["Statement"])


def places(statement: Statement) -> list[str]:
    """ARNs as they are spelled in the template; of a resource as a whole `${Name.Arn}`."""
    spelled = [next(iter(each.values())) for each in as_list(statement["Resource"]) if isinstance(each, dict)]
    texts = [each for each in as_list(statement["Resource"]) if isinstance(each, str)]
    return [f"${{{each[0]}.{each[1]}}}" if isinstance(each, list) else each for each in spelled] + texts


def test_roles_are_taken_on_by_lambda_only(transformed: dict[str, Any]) -> None:
    for role in of_type(transformed, "AWS::IAM::Role").values():
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert (trust["Effect"], as_list(trust["Action"])) == ("Allow", ["sts:AssumeRole"])
        assert list(trust["Principal"]) == ["Service"]
        assert set(as_list(trust["Principal"]["Service"])) <= PRINCIPALS_OF_ROLES


def test_a_statement_allows_named_actions_on_named_resources(transformed: dict[str, Any]) -> None:
    found = list(statements(transformed))
    assert len(found) > len(sam.functions())
    for statement in found:
        assert statement.keys() <= {"Sid", "Effect", "Action", "Resource", "Condition"}
        assert statement["Effect"] == "Allow"
        assert not [action for action in as_list(statement["Action"]) if set(action) & set("*?")]


def test_no_resource_is_a_pattern_but_the_stated_ones(transformed: dict[str, Any]) -> None:
    every = {place for statement in statements(transformed) for place in places(statement)}
    assert {place for place in every if set(place) & set("*?")} == STATED_WILDCARDS.keys()


def test_every_resource_is_one_of_this_stack(transformed: dict[str, Any]) -> None:
    for statement in statements(transformed):
        for place in places(statement):
            owner = re.match(r"\$\{(\w+)\.(?:Arn|Id|StreamArn)\}|(\w+)$", place)
            if owner is None:
                assert re.fullmatch(OF_OUR_MACHINE, place), place
            else:
                assert (owner[1] or owner[2]) in transformed["Resources"]


def test_no_function_may_do_what_only_administrators_may(transformed: dict[str, Any]) -> None:
    actions = {action for statement in statements(transformed) for action in as_list(statement["Action"])}
    assert not [action for action in sorted(actions) if FORBIDDEN.match(action)]
    assert FORBIDDEN.match("dynamodb:Scan")
    assert FORBIDDEN.match("s3:PutBucketPolicy")


def test_nothing_else_opens_the_account(transformed: dict[str, Any]) -> None:
    kinds = {resource["Type"] for resource in transformed["Resources"].values()}
    assert not kinds & set(MAY_OPEN_THE_ACCOUNT)


def test_functions_are_called_by_our_own_api_and_rules_only(transformed: dict[str, Any]) -> None:
    for permission in of_type(transformed, "AWS::Lambda::Permission").values():
        assert permission["Action"] == "lambda:InvokeFunction"
        source = json.dumps(permission["SourceArn"])
        if permission["Principal"] == "apigateway.amazonaws.com":
            assert "${AWS::AccountId}:${__ApiId__}/" in source
            assert '"__ApiId__": {"Ref": "Api"}' in source
        else:
            assert permission["Principal"] == "events.amazonaws.com"
            assert transformed["Resources"][permission["SourceArn"]["Fn::GetAtt"][0]]["Type"] == "AWS::Events::Rule"


def test_queues_take_messages_of_our_own_rules_only_and_are_encrypted(transformed: dict[str, Any]) -> None:
    for policy in of_type(transformed, "AWS::SQS::QueuePolicy").values():
        for statement in as_list(policy["PolicyDocument"]["Statement"]):
            assert statement["Action"] == "sqs:SendMessage"
            assert statement["Principal"] == {"Service": "events.amazonaws.com"}
            (source,) = statement["Condition"]["ArnEquals"].values()
            assert transformed["Resources"][source["Fn::GetAtt"][0]]["Type"] == "AWS::Events::Rule"
    assert all(queue["SqsManagedSseEnabled"] is True for queue in of_type(transformed, "AWS::SQS::Queue").values())


def test_the_policy_of_a_bucket_allows_nobody_anything(transformed: dict[str, Any]) -> None:
    policies = of_type(transformed, "AWS::S3::BucketPolicy").values()
    assert {policy["Bucket"]["Ref"] for policy in policies} == of_type(transformed, "AWS::S3::Bucket").keys()
    for policy in policies:
        assert {each["Effect"] for each in as_list(policy["PolicyDocument"]["Statement"])} == {"Deny"}
