"""Projects with a key each, made as an administrator makes them."""

import secrets
from uuid import uuid4

from filegate.bootstrap import services
from filegate.domain.projects import Quota
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.create_project import create_project


def key_of_a_new_project(quota: Quota | None = None, requests_per_minute: int | None = None) -> str:
    """The secret of the only key of a project that nobody else has."""
    to, name = services(), f"test-{uuid4().hex}"
    create_project(name, quota or Quota(), projects=to.projects, now_ms=to.now_ms)
    new = NewKey(name, requests_per_minute=requests_per_minute)
    return create_key(new, keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=secrets.randbits)[1]
