"""The buckets themselves: nothing without a signature, and, where their policies hold, nothing without TLS.

The local stack speaks plain HTTP, so local/plain_http.py takes the policies off its buckets. Here the template's own is
put on a bucket of the test's; a proxy that says that it has ended TLS is what the local stack takes for TLS.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import boto3
import httpx2
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.credentials import REGION, ROOT_KEY
from tests import sam
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

BUCKETS = sorted(sam.resources("AWS::S3::Bucket"))
KEY = "files/a/01890a5dac96774bbcceb302099a8057"
ANONYMOUS: dict[str, tuple[str, str, bytes]] = {
    "read": ("GET", f"/{KEY}", b""),
    "look": ("HEAD", f"/{KEY}", b""),
    "write": ("PUT", "/files/a/new", b"{}"),
    "delete": ("DELETE", f"/{KEY}", b""),
    "list": ("GET", "?list-type=2", b""),
    "list versions": ("GET", "?versions", b""),
    "list uploads": ("GET", "?uploads", b""),
    "begin an upload": ("POST", "/files/a/new?uploads", b""),
    "delete many": ("POST", "?delete", b"<Delete><Object><Key>files/a</Key></Object></Delete>"),
    "read the policy": ("GET", "?policy", b""),
    "change the policy": ("PUT", "?policy", b'{"Version":"2012-10-17","Statement":[]}'),
    "publish": ("PUT", f"/{KEY}?acl", b""),
    "delete the bucket": ("DELETE", "", b""),
}


@pytest.fixture(scope="module")
def root(deployment: Deployment) -> Callable[[str], Any]:
    session = boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)
    return lambda service: session.client(service, endpoint_url=deployment.endpoint)


@pytest.fixture(scope="module")
def s3(root: Callable[[str], Any]) -> Any:
    return root("s3")


@pytest.fixture
def guest(deployment: Deployment, root: Callable[[str], Any]) -> Any:
    """S3 for a role that may do everything there: the local stack lets no policy of a bucket hold up the root."""
    name, iam = f"guest-{uuid4().hex}", root("iam")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="s3", PolicyDocument=json.dumps(everything))
    given = root("sts").assume_role(RoleArn=role, RoleSessionName="guest")["Credentials"]
    session = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], REGION)
    return session.client("s3", endpoint_url=deployment.endpoint, config=Config(signature_version="s3v4"))


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_does_nothing_for_the_anonymous(
    deployment: Deployment, s3: Any, bucket: str, record_property: Callable[[str, object], None]
) -> None:
    name = deployment.outputs[f"{bucket}Name"]
    s3.put_object(Bucket=name, Key=KEY, Body=b"{}")
    with httpx2.Client(base_url=deployment.endpoint) as nobody:
        answers = {
            what: nobody.request(method, f"/{name}{rest}", content=content or None).status_code
            for what, (method, rest, content) in ANONYMOUS.items()
        }
    record_property("access cases", len(answers))
    assert answers == dict.fromkeys(ANONYMOUS, 403)
    found = s3.list_object_versions(Bucket=name, Prefix="files/a/")
    assert [each["Key"] for each in found["Versions"]] == [KEY]
    s3.delete_object(Bucket=name, Key=KEY, VersionId=found["Versions"][0]["VersionId"])


@pytest.fixture(params=BUCKETS)
def guarded(request: pytest.FixtureRequest, s3: Any) -> str:
    """A bucket with an object and the template's policy for that bucket."""
    name = f"guarded-{uuid4().hex}"
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key=KEY, Body=b"{}")
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy_of(request.param, name)))
    return name


def policy_of(bucket: str, name: str) -> dict[str, Any]:
    """The template's, for the bucket of that name."""
    policies = sam.resources("AWS::S3::BucketPolicy").values()
    (policy,) = (each["PolicyDocument"] for each in policies if each["Bucket"] == {"Ref": bucket})
    arn = f"arn:aws:s3:::{name}"
    return {**policy, "Statement": [each | {"Resource": [arn, f"{arn}/*"]} for each in policy["Statement"]]}


def test_a_bucket_refuses_without_tls_what_a_role_may_do(guest: Any, guarded: str) -> None:
    url = guest.generate_presigned_url("get_object", Params={"Bucket": guarded, "Key": KEY})
    with httpx2.Client() as client:
        assert client.get(url).status_code == 403
        answer = client.get(url, headers={"X-Forwarded-Proto": "https"})
        assert (answer.status_code, answer.content) == (200, b"{}")
    for call in (guest.list_objects_v2, guest.get_bucket_versioning):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(Bucket=guarded)
