"""The adapters behind the ports, for what their docstrings say that they need."""

from filegate.adapters import (
    dynamodb_batches,
    dynamodb_claims,
    dynamodb_files,
    dynamodb_keys,
    dynamodb_projects,
    dynamodb_rates,
    dynamodb_uploads,
    http_upstreams,
    s3_blobs,
    s3_chunks,
    s3_parts,
    stepfunctions_executions,
)

PORTS = {
    "files": (dynamodb_files, "P#*"),
    "keys": (dynamodb_keys, "K#*"),
    "projects": (dynamodb_projects, "P#*"),
    "rates": (dynamodb_rates, "R#*"),
    "claims": (dynamodb_claims, "I#*"),
    "uploads": (dynamodb_uploads, "P#*"),
    "blobs": (s3_blobs, ""),
    "parts": (s3_parts, ""),
    "batches": (dynamodb_batches, "P#*"),
    "chunks": (s3_chunks, ""),
    "executions": (stepfunctions_executions, ""),
    "upstreams": (http_upstreams, ""),
}
"""What handlers and use cases call the ports; who is behind them when deployed, and under which keys its items are."""
