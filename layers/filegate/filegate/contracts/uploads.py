"""Upload sessions and parts as OpenAI words them, in every contract; the file within is the contract's own.

Lists of parts and of their addresses are ours: OpenAI has none.
"""

from collections.abc import Sequence

from filegate.contracts.answers import Contract, Json
from filegate.domain.presigned_parts import PartUrl
from filegate.domain.uploads import Part, PartPage, Upload, UploadStatus


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


def part_list(page: PartPage) -> Json:
    """With what tells a client which bytes have arrived: their number, and of presigned parts place and MD5."""
    data = [_listed(each) for each in page.parts]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": page.has_more,
    }


def part_urls(part_size: int, urls: Sequence[PartUrl]) -> Json:
    return {"object": "list", "part_size": part_size, "data": [_url(each) for each in urls]}


def _listed(each: Part) -> Json:
    presigned = {} if each.number is None else {"part_number": each.number, "md5": each.receipt}
    return part(each) | {"bytes": each.size} | presigned


def _url(each: PartUrl) -> Json:
    return {
        "part_number": each.number,
        "part_id": f"part_{each.part_id}",
        "url": each.url,
        "expires_at": each.expires_at,
    }
