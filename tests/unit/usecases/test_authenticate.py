import pytest

from filegate.domain.errors import Unauthenticated
from filegate.domain.keys import ApiKey, digest_of, make_key
from filegate.usecases.authenticate import authenticate
from tests.builders import NOW

SECRET = make_key(2**189)
KEY = ApiKey(id="key_1", project="acme", name="", digest=digest_of(SECRET), created_at=NOW)


class Ring:
    """Keys by digest, counting the look-ups."""

    def __init__(self, *keys: ApiKey) -> None:
        self.keys = {key.digest: key for key in keys}
        self.asked = 0

    def find(self, digest: str) -> ApiKey | None:
        self.asked += 1
        return self.keys.get(digest)


@pytest.mark.parametrize("header", [f"Bearer {SECRET}", f"bearer {SECRET}", f"  Bearer   {SECRET} "])
def test_a_bearer_key_opens_its_project(header: str) -> None:
    assert authenticate(header, keys=Ring(KEY)) == KEY  # type: ignore[arg-type]


def test_unknown_and_revoked_keys_are_refused_in_the_same_words() -> None:
    revoked = ApiKey(id="key_2", project="acme", name="", digest=KEY.digest, created_at=NOW, revoked_at=NOW)
    words = set()
    for ring in (Ring(), Ring(revoked)):
        with pytest.raises(Unauthenticated) as refusal:
            authenticate(f"Bearer {SECRET}", keys=ring)  # type: ignore[arg-type]
        words.add(refusal.value.message)
    assert len(words) == 1


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Basic {SECRET}",
        SECRET,
        "Bearer sk-123",
        f"Bearer {SECRET[:-1]}x",
        f"Bearer {SECRET} {SECRET}",
    ],
)
def test_what_cannot_be_a_key_is_refused_without_a_look_up(header: str | None) -> None:
    ring = Ring(KEY)
    with pytest.raises(Unauthenticated):
        authenticate(header, keys=ring)  # type: ignore[arg-type]
    assert ring.asked == 0
