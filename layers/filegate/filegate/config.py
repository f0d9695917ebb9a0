"""The deployment's settings: the environment that template.yaml gives each function, read once and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Config:
    """Limits are in bytes, days and seconds; 0 requests a minute is no limit.

    Buckets, queues (their URLs) and the bus are empty where a function does not touch them. `default_expiry` has the
    seconds of life of files by purpose, where the client asks for none. `auto_batch` are rules of domain/auto_batches.
    """

    table: str
    bucket: str
    contract: str
    allowed_purposes: tuple[str, ...]
    default_expiry: Mapping[str, int]
    auto_batch: tuple[str, ...]
    auto_batch_tags: bool
    inline_download_limit: int
    deleted_retention_days: int
    requests_per_minute: int
    upload_seconds: int
    batch_max_lines: int
    batch_max_bytes: int
    batch_max_line_bytes: int
    batch_max_answer_bytes: int
    batch_window_seconds: int
    batch_state_machine: str
    providers_secret: str
    plain_http_providers: bool
    drop_bucket: str
    ingest_queue: str
    ingest_dead_letters: str
    event_bus: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Config:
        """Raises KeyError or ValueError where the deployment is wrong, so that nothing runs on a guess."""
        return cls(
            table=env["TABLE_NAME"],
            bucket=env.get("BUCKET_NAME", ""),
            contract=env.get("CONTRACT", "openai"),
            allowed_purposes=tuple(filter(None, env.get("ALLOWED_PURPOSES", "").split(","))),
            default_expiry=_seconds_by_purpose(env.get("DEFAULT_EXPIRY", "")),
            auto_batch=tuple(filter(None, env.get("AUTO_BATCH", "").split(","))),
            auto_batch_tags=env.get("AUTO_BATCH_TAGS", "true") == "true",
            inline_download_limit=int(env.get("INLINE_DOWNLOAD_LIMIT", "1048576")),
            deleted_retention_days=int(env.get("DELETED_RETENTION_DAYS", "30")),
            requests_per_minute=int(env.get("REQUESTS_PER_MINUTE", "0")),
            upload_seconds=int(env.get("UPLOAD_SECONDS", "3600")),
            batch_max_lines=int(env.get("BATCH_MAX_LINES", "50000")),
            batch_max_bytes=int(env.get("BATCH_MAX_BYTES", "200000000")),
            batch_max_line_bytes=int(env.get("BATCH_MAX_LINE_BYTES", "1048576")),
            batch_max_answer_bytes=int(env.get("BATCH_MAX_ANSWER_BYTES", "8388608")),
            batch_window_seconds=int(env.get("BATCH_WINDOW_SECONDS", "86400")),
            batch_state_machine=env.get("BATCH_STATE_MACHINE", ""),
            providers_secret=env.get("PROVIDERS_SECRET", ""),
            plain_http_providers=env.get("PLAIN_HTTP_PROVIDERS", "false") == "true",
            drop_bucket=env.get("DROP_BUCKET_NAME", ""),
            ingest_queue=env.get("INGEST_QUEUE_URL", ""),
            ingest_dead_letters=env.get("INGEST_DEAD_LETTERS_URL", ""),
            event_bus=env.get("EVENT_BUS_NAME", ""),
        )


def deployed() -> Config:
    """The settings of this process. Raises as `Config.from_env` does."""
    return Config.from_env(os.environ)


def snapshot_follows() -> bool:
    """Whether Lambda keeps the memory of this process as soon as it has imported its function (SnapStart)."""
    return os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def _seconds_by_purpose(text: str) -> Mapping[str, int]:
    """`{"batch": 3600}` for "batch=3600"; more of them are separated by commas."""
    pairs = (pair.split("=") for pair in filter(None, text.split(",")))
    return {purpose: int(seconds) for purpose, seconds in pairs}
