"""What the ports' adapters are, and the places in AWS that their docstrings name when they say what they need."""

from filegate.adapters import (
    dynamodb_batches,
    dynamodb_claims,
    dynamodb_drops,
    dynamodb_files,
    dynamodb_inventory,
    dynamodb_keys,
    dynamodb_projects,
    dynamodb_rates,
    dynamodb_sweeps,
    dynamodb_tombstones,
    dynamodb_uploads,
    eventbridge,
    http_upstreams,
    s3_blobs,
    s3_chunks,
    s3_drops,
    s3_inventory,
    s3_parts,
    s3_presigned_parts,
    sqs_ingest,
    stepfunctions_executions,
)
from tests import sam

PORTS = {
    "files": (dynamodb_files, "P#*"),
    "keys": (dynamodb_keys, "K#*"),
    "projects": (dynamodb_projects, "P#*"),
    "rates": (dynamodb_rates, "R#*"),
    "claims": (dynamodb_claims, "I#*"),
    "uploads": (dynamodb_uploads, "P#*"),
    "blobs": (s3_blobs, ""),
    "parts": (s3_parts, ""),
    "presigned": (s3_presigned_parts, ""),
    "tombstones": (dynamodb_tombstones, "P#*"),
    "records": (dynamodb_inventory, "P#*"),
    "objects": (s3_inventory, ""),
    "sweeps": (dynamodb_sweeps, "SWEEP"),
    "zone": (s3_drops, ""),
    "drops": (dynamodb_drops, "P#*"),
    "queue": (sqs_ingest, ""),
    "bus": (eventbridge, ""),
    "batches": (dynamodb_batches, "P#*"),
    "chunks": (s3_chunks, ""),
    "executions": (stepfunctions_executions, ""),
    "upstreams": (http_upstreams, ""),
}
"""What handlers and use cases call the ports; who is behind them when deployed, and under which keys its items are."""

Grant = tuple[str, str]
"""An action, and the keys of the table or of the bucket that it is for, or the bucket itself."""

BY_EXPIRY = "the index by_expiry"
PROJECTS = "the list of projects"
PLACES = {"the table": "dynamodb", BY_EXPIRY: "dynamodb", PROJECTS: "dynamodb"} | dict.fromkeys(
    ("files/*", "parts/*", "batches/*", "the bucket", "the list of batches"), "s3"
)
OF_DROPS = {"dropped objects": "s3", "the drop bucket": "s3", "the ingest queue": "sqs", "the dead letters": "sqs"}
OF_DROPS |= {"rejections": "dynamodb", "the record of the sweep": "dynamodb", "the index by_purpose": "dynamodb"}
PLACES |= OF_DROPS | {"the bus": "events"}
PLACES |= {"the claims": "dynamodb", "the state machine": "states", "the secret": "secretsmanager"}
OVERDUE = {"files": "E#*", "tombstones": "T#*", "uploads": "U#*", "batches": "B#*"}
"""The keys of that index under which each port's items are."""
KEYS = {PROJECTS: "PROJECTS", "the claims": "I#*", "rejections": "D#*", "the record of the sweep": "DROPS"}
"""The keys of the items of other places in the table."""
TABLE = {"Fn::GetAtt": ["Table", "Arn"]}
INDEXES = [
    {"Fn::Sub": f"${{Table.Arn}}/index/{index['IndexName']}"}
    for table in sam.resources("AWS::DynamoDB::Table").values()
    for index in table["GlobalSecondaryIndexes"]
]
BUCKET = {"Fn::GetAtt": ["Bucket", "Arn"]}
OBJECTS = {f"${{Bucket.Arn}}/{keys}": keys for keys in ("files/*", "parts/*", "batches/*")}
OBJECTS["${DropBucket.Arn}/*"] = "dropped objects"
CONDITIONS = {
    "s3:ListBucketVersions": {"StringLike": {"s3:prefix": "files/*"}},
    "s3:ListBucket": {"StringLike": {"s3:prefix": ["files/*", "parts/*"]}},
}
"""Of actions on the bucket, where AWS has any that narrows them."""
OF_BATCHES = {"StringLike": {"s3:prefix": "batches/*"}}
"""The condition that makes of the bucket the list of batches."""

WHOLE = {"DropBucket": "the drop bucket", "IngestQueue": "the ingest queue", "EventBus": "the bus"}
"""Resources that have no keys to tell apart; other queues go by their own names."""

QUEUES = sam.resources("AWS::SQS::Queue")
STREAM = {"Fn::Sub": "${Table.Arn}/stream/*"}
OURS = [{"Fn::GetAtt": [name, "Arn"]} for name in (*WHOLE, *QUEUES)]
MACHINE = {"Ref": "BatchMachine"}
PROVIDERS = {"Fn::GetAtt": ["Providers", "Id"]}
RESOURCES = {
    "dynamodb": [TABLE, STREAM, *INDEXES],
    "s3": [BUCKET, *OURS, *({"Fn::Sub": each} for each in OBJECTS)],
    "sqs": OURS,
    "events": OURS,
    "states": [MACHINE],
    "secretsmanager": [PROVIDERS],
}
TAKING = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
FOLLOWING = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
"""What Lambda does in the name of a function that a queue feeds, or a stream (AWS: "Configuring permissions")."""
