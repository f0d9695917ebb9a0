"""The buckets: no role changes what they are, and each reaches the objects of its own task only."""

from typing import Any

from tests.forbidden.call import Forbidden, only

ANYTHING = '{"Version":"2012-10-17","Statement":[]}'


def object_in(bucket: str, key: str, **more: Any) -> dict[str, Any]:
    return {"Bucket": f"{{{bucket}}}", "Key": key} | more


OF_THE_BUCKETS = [
    Forbidden("s3:DeleteBucket", "Bucket", {"Bucket": "{Bucket}"}),
    Forbidden("s3:DeleteBucket", "DropBucket", {"Bucket": "{DropBucket}"}),
    Forbidden("s3:PutBucketPolicy", "Bucket", {"Bucket": "{Bucket}", "Policy": ANYTHING}),
    Forbidden("s3:DeleteBucketPolicy", "Bucket", {"Bucket": "{Bucket}"}),
    Forbidden(
        "s3:PutBucketVersioning", "Bucket", {"Bucket": "{Bucket}", "VersioningConfiguration": {"Status": "Suspended"}}
    ),
    Forbidden(
        "s3:PutBucketCORS",
        "Bucket",
        {
            "Bucket": "{Bucket}",
            "CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]},
        },
        call="put_bucket_cors",
    ),
    Forbidden("s3:ListBucket", "Bucket", {"Bucket": "{Bucket}"}, call="list_objects_v2"),
    Forbidden("s3:ListBucketVersions", "Bucket", {"Bucket": "{Bucket}"}, call="list_object_versions"),
    Forbidden(
        "s3:ListBucket",
        "Bucket",
        {"Bucket": "{Bucket}", "Prefix": "files/"},
        prefix="files/",
        but_for=only("SweepStore"),
        call="list_objects_v2",
    ),
    Forbidden(
        "s3:ListBucket",
        "DropBucket",
        {"Bucket": "{DropBucket}"},
        but_for=only("IngestObject", "SweepDrops"),
        call="list_objects_v2",
    ),
    Forbidden("s3:GetObject", "Bucket/other/a", object_in("Bucket", "other/a")),
    Forbidden("s3:PutObject", "Bucket/other/a", object_in("Bucket", "other/a", Body=b"")),
    Forbidden("s3:GetObject", "Bucket/parts/a", object_in("Bucket", "parts/a"), but_for=only("AddUploadPart")),
    Forbidden(
        "s3:PutObject", "Bucket/parts/a", object_in("Bucket", "parts/a", Body=b""), but_for=only("AddUploadPart")
    ),
    Forbidden(
        "s3:GetObject",
        "Bucket/files/a",
        object_in("Bucket", "files/a"),
        but_for=only(
            "CreateFile",
            "GetFileContent",
            "GetFileUrl",
            "CompleteUpload",
            "CheckFile",
            "SweepStore",
            "IngestObject",
            "PlanBatch",
            "FinishBatch",
        ),
    ),
    Forbidden(
        "s3:PutObject",
        "Bucket/files/a",
        object_in("Bucket", "files/a", Body=b""),
        but_for=only("CreateFile", "CreatePartUrls", "CompleteUpload", "IngestObject", "FinishBatch"),
    ),
    Forbidden(
        "s3:GetObject",
        "Bucket/batches/a",
        object_in("Bucket", "batches/a"),
        but_for=only("RunChunk", "FinishBatch"),
    ),
    Forbidden(
        "s3:PutObject",
        "Bucket/batches/a",
        object_in("Bucket", "batches/a", Body=b""),
        but_for=only("PlanBatch", "RunChunk", "FinishBatch"),
    ),
    Forbidden("s3:PutObjectAcl", "Bucket/files/a", object_in("Bucket", "files/a", ACL="public-read")),
    Forbidden("s3:PutObject", "DropBucket/a", object_in("DropBucket", "a", Body=b"")),
    Forbidden("s3:GetObject", "DropBucket/a", object_in("DropBucket", "a")),
    Forbidden(
        "s3:GetObjectVersion",
        "DropBucket/a",
        object_in("DropBucket", "a", VersionId="1"),
        but_for=only("IngestObject"),
        call="get_object",
    ),
]
