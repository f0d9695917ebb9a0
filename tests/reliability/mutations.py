"""Faults as somebody could make them, each with the checks that have to catch it."""

from dataclasses import dataclass

PACKAGE = "layers/filegate/filegate"


@dataclass(frozen=True)
class Fault:
    """`before` is in the file once, and `after` comes in its place. Each of `checks` is what pytest is to run."""

    name: str
    file: str
    before: str
    after: str
    checks: tuple[str, ...]


_MOMENTS = "tests/reliability/test_every_moment.py"
_CRASHES = "tests/reliability/test_crash_at_every_call.py"

FAULTS = (
    Fault(
        name="record before bytes",
        file=f"{PACKAGE}/usecases/create_file.py",
        before="""    receipt = to.blobs.put(file, content)
    try:
        to.files.add(file, claim)
    except (QuotaExceeded, InvalidInput):
""",
        after="""    receipt = ""
    try:
        to.files.add(file, claim)
        receipt = to.blobs.put(file, content)
    except (QuotaExceeded, InvalidInput):
""",
        checks=(f"{_MOMENTS} -k counted", f"{_CRASHES} -k create_file", "tests/unit/usecases/test_create_file.py"),
    ),
    Fault(
        name="bare ADD on usage",
        file=f"{PACKAGE}/adapters/dynamodb_files.py",
        before="""        actions = [self._put(record), counting(self._table, file)]
""",
        after="""        actions = [self._put(record)]
        self._dynamodb.update_item(
            TableName=self._table,
            Key=item_key(file.project, "USAGE"),
            UpdateExpression="ADD file_count :one, files_held :one, byte_count :size, bytes_held :size, "
            "purposes.#purpose :one, files_left :less, bytes_left :lesser, changes :one",
            ExpressionAttributeNames={"#purpose": file.purpose},
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":size": {"N": str(file.size)},
                ":less": {"N": "-1"},
                ":lesser": {"N": str(-file.size)},
            },
        )
""",
        checks=(f"{_MOMENTS} -k counted", f"{_CRASHES} -k create_file", "tests/contract/test_quotas.py"),
    ),
    Fault(
        name="missing condition on complete",
        file=f"{PACKAGE}/adapters/dynamodb_uploads.py",
        before='expression, _FREE, values)], token=f"b-{joining}")',
        after='expression, f"attribute_exists(PK) OR ({_FREE})", values)], token=f"b-{joining}")',
        checks=(
            "tests/reliability/test_interleavings.py::test_every_schedule_ends_well[complete/complete]",
            "tests/contract/test_upload_sessions.py",
            "tests/unit/usecases/test_complete_upload_at_odds.py",
        ),
    ),
    Fault(
        name="project taken from the query",
        file=f"{PACKAGE}/http/request.py",
        before='project=context["authorizer"]["project"],',
        after='project=(event.get("queryStringParameters") or {}).get("project") or context["authorizer"]["project"],',
        checks=("tests/reliability/fuzz/test_whole_functions.py -k queries",),
    ),
    Fault(
        name="sweep without age limit",
        file=f"{PACKAGE}/usecases/sweep_files.py",
        before="""    if born + ORPHAN_SECONDS > to.now_ms() // 1000:
        return
""",
        after="""    if born > to.now_ms() // 1000:
        return
""",
        checks=(
            f"{_MOMENTS} -k takes",
            "tests/reliability/test_whole_world.py",
            "tests/unit/usecases/test_sweep_store.py",
        ),
    ),
)
