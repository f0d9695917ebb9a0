"""Upload sessions and parts as OpenAI words them, in every contract; the file within is the contract's own."""

from filegate.contracts.answers import Contract, Json
from filegate.domain.uploads import Part, Upload, UploadStatus


def upload(upload: Upload, contract: Contract, now: int) -> Json:
    """`completing` is a step of ours, which no client knows: until it ends, the session is pending."""
    status = upload.status_at(now)
    return {
        "id": f"upload_{upload.id}",
        "object": "upload",
        "bytes": upload.size,
        "created_at": upload.created_at,
        "filename": upload.name,
        "purpose": upload.purpose,
        "status": UploadStatus.PENDING.value if status == UploadStatus.COMPLETING else status.value,
        "expires_at": upload.expires_at,
        "file": contract.file(upload.file) if upload.file else None,
    }


def part(part: Part) -> Json:
    return {
        "id": f"part_{part.id}",
        "object": "upload.part",
        "created_at": part.created_at,
        "upload_id": f"upload_{part.upload_id}",
    }
