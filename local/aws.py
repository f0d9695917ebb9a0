"""boto3 clients of the local stack."""

import boto3
from botocore.config import Config
from mypy_boto3_apigateway import APIGatewayClient
from mypy_boto3_cloudformation import CloudFormationClient
from mypy_boto3_logs import CloudWatchLogsClient
from mypy_boto3_s3 import S3Client
from mypy_boto3_secretsmanager import SecretsManagerClient

from local.credentials import REGION, ROOT_KEY

# One try: an error of a process on this machine does not go away by waiting.
ONCE = Config(retries={"total_max_attempts": 1})


def _session() -> boto3.Session:
    return boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=REGION)


def cloudformation(endpoint: str) -> CloudFormationClient:
    return _session().client("cloudformation", endpoint_url=endpoint, config=ONCE)


def apigateway(endpoint: str) -> APIGatewayClient:
    return _session().client("apigateway", endpoint_url=endpoint, config=ONCE)


def s3(endpoint: str) -> S3Client:
    return _session().client("s3", endpoint_url=endpoint, config=ONCE)


def logs(endpoint: str) -> CloudWatchLogsClient:
    return _session().client("logs", endpoint_url=endpoint, config=ONCE)


def secretsmanager(endpoint: str) -> SecretsManagerClient:
    return _session().client("secretsmanager", endpoint_url=endpoint, config=ONCE)


def make_bucket(endpoint: str, name: str) -> None:
    client = s3(endpoint)
    if name not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=name)
