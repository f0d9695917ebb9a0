"""The table and the bucket: nothing in them can be lost or seen by a mistake, and their keys are the adapters' own."""

import re
from typing import Any

import pytest

from filegate.adapters import dynamodb_items
from filegate.adapters.dynamodb_items import file_item, item_key
from tests import sam
from tests.builders import NOW, a_file

(TABLE,) = sam.resources("AWS::DynamoDB::Table").values()
BUCKETS = sam.resources("AWS::S3::Bucket")
BUCKET = BUCKETS["Bucket"]
KINDS_WITH_DATA = {"AWS::DynamoDB::Table", "AWS::S3::Bucket"}

each_bucket = pytest.mark.parametrize("name", BUCKETS)


def key_names(schema: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(key["AttributeName"] for key in sorted(schema, key=lambda key: key["KeyType"]))


@pytest.mark.parametrize(
    "resource", [resource for resource in sam.template()["Resources"].values() if resource["Type"] in KINDS_WITH_DATA]
)
def test_data_outlives_the_stack(resource: dict[str, Any]) -> None:
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_the_table_can_be_set_back_to_any_second() -> None:
    assert TABLE["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_the_table_is_protected_unless_the_deployment_says_otherwise() -> None:
    parameter = TABLE["DeletionProtectionEnabled"]["Ref"]
    assert sam.template()["Parameters"][parameter]["Default"] == "true"


def test_the_table_scales_to_zero() -> None:
    assert TABLE["BillingMode"] == "PAY_PER_REQUEST"


def test_items_have_the_keys_of_the_table() -> None:
    assert tuple(item_key("acme", "USAGE")) == key_names(TABLE["KeySchema"])


def test_the_item_of_a_file_has_all_attributes_of_the_indexes_in_their_types() -> None:
    item = file_item(a_file(expires_at=NOW))
    declared = {each["AttributeName"]: each["AttributeType"] for each in TABLE["AttributeDefinitions"]}
    assert {name: next(iter(item[name])) for name in declared} == declared


def test_the_indexes_are_those_that_the_adapters_describe() -> None:
    described = re.findall(r"Index (\w+): (\w+) \([^)]*\), (\w+)", " ".join(str(dynamodb_items.__doc__).split()))
    made = {index["IndexName"]: key_names(index["KeySchema"]) for index in TABLE["GlobalSecondaryIndexes"]}
    assert {name: tuple(keys) for name, *keys in described} == made


@each_bucket
def test_a_bucket_keeps_versions(name: str) -> None:
    assert BUCKETS[name]["VersioningConfiguration"] == {"Status": "Enabled"}


@each_bucket
def test_a_bucket_is_encrypted(name: str) -> None:
    (rule,) = BUCKETS[name]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


@each_bucket
def test_a_bucket_is_closed_to_the_public_in_every_way(name: str) -> None:
    ways = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    assert BUCKETS[name]["PublicAccessBlockConfiguration"] == dict.fromkeys(ways, True)


@each_bucket
def test_every_object_belongs_to_the_owner_of_the_bucket(name: str) -> None:
    assert BUCKETS[name]["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


@each_bucket
def test_a_bucket_refuses_everything_without_tls(name: str) -> None:
    (policy,) = (each for each in sam.resources("AWS::S3::BucketPolicy").values() if each["Bucket"] == {"Ref": name})
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement == {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


@each_bucket
def test_a_bucket_forgets_unfinished_uploads_and_replaced_versions(name: str) -> None:
    rules = [rule for rule in BUCKETS[name]["LifecycleConfiguration"]["Rules"] if rule["Status"] == "Enabled"]
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules)
    assert any("NoncurrentVersionExpiration" in rule for rule in rules)


def test_no_lifecycle_rule_ends_a_living_object_but_parts_and_pieces_that_nobody_can_need() -> None:
    forbidden = {"ExpirationInDays", "ExpirationDate", "Transitions", "Transition"}
    rules = [rule for bucket in BUCKETS.values() for rule in bucket["LifecycleConfiguration"]["Rules"]]
    ending = [rule for rule in rules if forbidden & rule.keys()]
    assert [(rule["Prefix"], rule["ExpirationInDays"]) for rule in ending] == [("parts/", 2), ("batches/", 7)]
    (unfinished,) = (
        rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        for rule in BUCKET["LifecycleConfiguration"]["Rules"]
        if "AbortIncompleteMultipartUpload" in rule
    )
    assert unfinished > 1
    assert sam.template()["Parameters"]["UploadSeconds"]["MaxValue"] <= 86_400
