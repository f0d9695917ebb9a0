"""The table: no role reads it as a whole, or takes it away, and keys are the authorizer's."""

from typing import Any

from tests.forbidden.call import Forbidden, only

NAMES = {"TableName": "{Table}"}
KEY: Any = {"PK": {"S": "K#0"}, "SK": {"S": "KEY"}}
OF_A_KEY: Any = NAMES | {"Key": KEY}
DELETE_KEY: Any = [{"Delete": OF_A_KEY}]
BY_EXPIRY: Any = NAMES | {
    "IndexName": "by_expiry",
    "KeyConditionExpression": "expiry_shard = :shard",
    "ExpressionAttributeValues": {":shard": {"S": "E#0"}},
}

OF_THE_TABLE = [
    Forbidden("dynamodb:Scan", "Table", NAMES),
    Forbidden("dynamodb:DeleteTable", "Table", NAMES),
    Forbidden("dynamodb:UpdateTable", "Table", NAMES | {"DeletionProtectionEnabled": False}),
    Forbidden("dynamodb:PartiQLSelect", "Table", {"Statement": 'SELECT * FROM "{Table}"'}, call="execute_statement"),
    Forbidden("dynamodb:BatchGetItem", "Table", {"RequestItems": {"{Table}": {"Keys": [KEY]}}}, keys=("K#0",)),
    Forbidden("dynamodb:BatchWriteItem", "Table", {"RequestItems": {"{Table}": [{"DeleteRequest": {"Key": KEY}}]}}),
    Forbidden("dynamodb:CreateBackup", "Table", NAMES | {"BackupName": "stolen"}),
    Forbidden(
        "dynamodb:UpdateContinuousBackups",
        "Table",
        NAMES | {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": False}},
    ),
    Forbidden("dynamodb:GetItem", "Table", OF_A_KEY, keys=("K#0",), but_for=only("Authorize")),
    Forbidden("dynamodb:GetItem", "Table", OF_A_KEY, keys=("P#a", "K#0")),
    Forbidden("dynamodb:Query", "Table", keys=("K#0",)),
    Forbidden("dynamodb:PutItem", "Table", NAMES | {"Item": KEY}, keys=("K#0",)),
    Forbidden("dynamodb:UpdateItem", "Table", OF_A_KEY, keys=("K#0",)),
    Forbidden("dynamodb:DeleteItem", "Table", OF_A_KEY, keys=("K#0",)),
    Forbidden(
        "dynamodb:DeleteItem", "Table", {"TransactItems": DELETE_KEY}, keys=("P#a", "K#0"), call="transact_write_items"
    ),
    Forbidden("dynamodb:PutItem", "Table", keys=("PROJECTS",)),
    Forbidden("dynamodb:Query", "Table", keys=("PROJECTS",), but_for=only("SweepStore")),
    Forbidden("dynamodb:GetItem", "Table", keys=("I#a#0",)),
    Forbidden("dynamodb:Query", "Table/index/by_expiry", BY_EXPIRY, keys=("E#0",), but_for=only("ExpireFiles")),
    Forbidden("dynamodb:Query", "Table/index/by_purpose", keys=("DROPS",)),
]
