"""What the layers ship, as far as their Makefiles say it, and what stays of botocore in them."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.loaders import Loader

from filegate.adapters import aws
from layers.dependencies.botocore_models import AS_THEY_ARE, trim
from local.aws_operations import OPERATIONS, called
from tests import sam
from tests.functions.calls import call, call_with_id, create, sample
from tests.functions.upload_calls import added, complete, opened

Kept = dict[str, list[str]]
EVERY_KIND = {
    "text": {"S": "t"},
    "number": {"N": "1.50"},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "list": {"L": [{"S": "a"}, {"N": "2"}]},
    "map": {"M": {"in": {"M": {"it": {"S": "x"}}}}},
}
"""Of what an item can hold, except bytes."""


@pytest.fixture(scope="module")
def kept() -> Kept:
    operations: Kept = json.loads(OPERATIONS.read_text())
    return operations


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory, kept: Kept) -> Path:
    """botocore's data as the layer ships it."""
    whole, data = Path(botocore.__file__).parent / "data", tmp_path_factory.mktemp("botocore") / "data"
    files = [each for each in whole.iterdir() if each.is_file()]
    data.mkdir()
    for each in files:
        shutil.copy(each, data)
    for name in [*kept, "sqs" if "sqs" not in kept else "sns"]:
        shutil.copytree(whole / name, data / name)
    trim(data, kept)
    return data


@pytest.fixture
def shipped_session(trimmed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients are made with what is shipped."""
    session = session_with(trimmed)
    monkeypatch.setattr(aws, "_session", lambda: session)


def session_with(data: Path) -> botocore.session.Session:
    session = botocore.session.Session()
    session.register_component(
        "data_loader", Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    )
    return session


def shapes(shape: Any, seen: set[str]) -> set[str]:
    """The names of all that a value of this shape may have in it, as far as botocore is to look into it."""
    if shape is None or shape.name in seen:
        return seen
    seen.add(shape.name)
    if shape.name in AS_THEY_ARE["dynamodb"]:
        return seen
    inner = list(getattr(shape, "members", {}).values())
    inner += [getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)]
    for each in inner:
        shapes(each, seen)
    return seen


def test_the_operations_that_are_kept_are_those_that_the_adapters_call(kept: Kept) -> None:
    assert kept == called(), "make operations writes the list anew"


def test_only_what_is_called_is_shipped(trimmed: Path, kept: Kept) -> None:
    session = session_with(trimmed)
    assert session.get_available_services() == sorted(kept)
    assert {name: sorted(session.get_service_model(name).operation_names) for name in kept} == kept


def test_every_operation_keeps_all_that_it_takes_answers_and_raises(trimmed: Path, kept: Kept) -> None:
    cut, whole = session_with(trimmed), botocore.session.Session()
    for service, operations in kept.items():
        for name in operations:
            ours, theirs = (each.get_service_model(service).operation_model(name) for each in (cut, whole))
            assert shapes(ours.input_shape, set()) == shapes(theirs.input_shape, set())
            assert shapes(ours.output_shape, set()) == shapes(theirs.output_shape, set())
            assert [each.name for each in ours.error_shapes] == [each.name for each in theirs.error_shapes]


def test_items_go_and_come_as_with_all_of_botocore(table: str, trimmed: Path) -> None:
    ours, theirs = (each.create_client("dynamodb") for each in (session_with(trimmed), botocore.session.Session()))
    of_ours, of_theirs = ({"PK": {"S": name}, "SK": {"S": "FILE"}} for name in ("ours", "theirs"))
    ours.put_item(TableName=table, Item=of_ours | EVERY_KIND)
    theirs.put_item(TableName=table, Item=of_theirs | EVERY_KIND)
    assert theirs.get_item(TableName=table, Key=of_ours)["Item"] == of_ours | EVERY_KIND
    assert ours.get_item(TableName=table, Key=of_theirs)["Item"] == of_theirs | EVERY_KIND


def test_the_adapters_write_no_bytes_into_items() -> None:
    """They are the one kind of value that botocore has to encode."""
    adapters = sam.ROOT / "layers/filegate/filegate/adapters"
    written = [path.name for path in adapters.glob("*.py") if re.search(r"""["']BS?["']""", path.read_text())]
    assert written == []


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "eu-south-2"])
def test_every_region_keeps_its_addresses(trimmed: Path, kept: Kept, region: str) -> None:
    sessions = session_with(trimmed), botocore.session.Session()
    for service in kept:
        ours, theirs = (
            each.create_client(service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
            for each in sessions
        )
        assert ours.meta.endpoint_url == theirs.meta.endpoint_url


def test_nothing_that_is_shipped_is_packed_or_has_documentation(trimmed: Path) -> None:
    paths = [path for path in trimmed.rglob("*") if path.is_file()]
    assert {path.suffix for path in paths} == {".json"}
    assert [path for path in paths if re.search(r'"documentation":"[^"]', path.read_text())] == []


def test_the_functions_work_with_what_is_shipped(deployed: None, shipped_session: None) -> None:
    file_id = create()
    assert call_with_id("get_file_content", file_id).status == 200
    assert call_with_id("get_file_content", file_id, sample("get_file_content.range")).status == 302
    assert call("list_files").status == 200
    assert call_with_id("delete_file", file_id).status == 200
    upload_id = opened(4)
    assert complete(upload_id, added(upload_id, b"abcd")).status == 200


def test_both_layers_are_built_by_their_makefiles() -> None:
    layers = [each for each in sam.template()["Resources"].values() if each["Type"] == "AWS::Serverless::LayerVersion"]
    assert [layer["Metadata"] for layer in layers] == [{"BuildMethod": "makefile"}] * 2
    assert all((sam.ROOT / layer["Properties"]["ContentUri"] / "Makefile").exists() for layer in layers)
