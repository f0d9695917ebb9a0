"""What a file is to be, beside its bytes and name."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wishes:
    """`expires_after` is in seconds from the moment that the file is stored; without it the file stays."""

    purpose: str
    expires_after: int | None = None

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        if self.expires_after is None:
            return {"purpose": self.purpose}
        return {"purpose": self.purpose, "expires_after": {"anchor": "created_at", "seconds": self.expires_after}}

    def form(self) -> dict[str, str]:
        """As a form has it."""
        if self.expires_after is None:
            return {"purpose": self.purpose}
        expiry = {"expires_after[anchor]": "created_at", "expires_after[seconds]": str(self.expires_after)}
        return {"purpose": self.purpose} | expiry
