"""The whole of Filegate on this machine: `make up` and the end-to-end tests both use it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from local import aws, gateway_responses, mock_answers, plain_http, sources
from local.credentials import REGION
from local.deployed_stack import DeployedStack
from local.places import TEMPLATE
from local.progress import StepFailed, step
from local.sam import ARTIFACTS_BUCKET, Sam
from local.stack_process import StackProcess

STAGE = "v1"
ACCOUNT = "000000000000"
LOCAL_PARAMETERS = {"PlainHttpProviders": "true"}
"""What is other here than on AWS: the test provider is on this machine."""


class LocalStack:
    """MiniStack with the template deployed to it, kept in one directory."""

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        parameters: Mapping[str, str] | None = None,
        name: str = "filegate",
        template: Path = TEMPLATE,
    ) -> None:
        """Stacks of different names may share a directory, and with it one MiniStack."""
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.name = name
        self.process = StackProcess(directory)
        self._port = port
        self._parameters = dict(parameters or {})
        self._template = template
        self._marker = directory / f"{name}.deployed.json"

    @property
    def endpoint(self) -> str:
        return self.process.endpoint

    @property
    def base_url(self) -> str:
        """By another name than the endpoint's, so that a redirect to S3 crosses origins as it does on AWS."""
        return f"http://localhost:{self.process.port}/_aws/execute-api/{self.api_id}/{STAGE}"

    @property
    def api_id(self) -> str:
        return self.stack.physical_ids("AWS::ApiGateway::RestApi")[0]

    @property
    def outputs(self) -> dict[str, str]:
        return self.stack.outputs()

    @property
    def stack(self) -> DeployedStack:
        return DeployedStack(aws.cloudformation(self.endpoint), self.name)

    def start(self) -> None:
        with step("Start MiniStack, which plays AWS"):
            self.process.start(self._port)

    def stop(self) -> bool:
        return self.process.stop()

    def deploy(self) -> bool:
        """Builds and deploys what has changed; False if nothing has."""
        parameters = self._all_parameters()
        digest = sources.digest(self._template, parameters)
        if self._is_deployed(digest):
            return False
        self._marker.unlink(missing_ok=True)
        sam = Sam(self.directory, self.endpoint)
        with step("Build the functions and layers (sam build)"):
            sam.build(self._template)
        with step("Deploy the stack (sam deploy)"):
            aws.make_bucket(self.endpoint, ARTIFACTS_BUCKET)
            self.stack.make_deployable()
            sam.deploy(self.name, parameters)
        with step("Put what MiniStack leaves out or cannot do"):
            self._put_answers(parameters)
            for bucket in self.stack.physical_ids("AWS::S3::Bucket"):
                plain_http.allow(aws.s3(self.endpoint), bucket)
        self._marker.write_text(json.dumps({"digest": digest, "version": self.stack.version()}))
        return True

    def _all_parameters(self) -> dict[str, str]:
        """Every parameter with its value: CloudFormation would keep the last ones for those not given."""
        declared = self._parsed_template().get("Parameters", {})
        if unknown := self._parameters.keys() - declared.keys():
            raise StepFailed(
                f"The template has no parameter {', '.join(sorted(unknown))}. It has: {', '.join(declared)}"
            )
        defaults = {name: str(each["Default"]) for name, each in declared.items() if "Default" in each}
        return defaults | (LOCAL_PARAMETERS if LOCAL_PARAMETERS.keys() <= declared.keys() else {}) | self._parameters

    def _is_deployed(self, digest: str) -> bool:
        if not self._marker.exists() or not self.stack.is_complete():
            return False
        return bool(json.loads(self._marker.read_text()) == {"digest": digest, "version": self.stack.version()})

    def _put_answers(self, parameters: Mapping[str, str]) -> None:
        pseudo = {
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.name,
        }
        template = self._parsed_template()
        client = aws.apigateway(self.endpoint)
        mock_answers.put(client, self.api_id, template["Resources"]["Api"]["Properties"].get("DefinitionBody", {}))
        responses = gateway_responses.written_in(template, pseudo | dict(parameters))
        gateway_responses.put(client, self.api_id, STAGE, responses)

    def _parsed_template(self) -> Mapping[str, Any]:
        return dict(yaml_parse(self._template.read_text()))
