"""Writes what API Gateway answers by itself, in every contract's own words, into template.yaml.

The words come from the contracts' modules, so a new contract needs no other text: `make contracts`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from filegate.contracts import CONTRACTS, contract_named
from filegate.contracts.answers import Occasion
from filegate.domain.errors import (
    FilegateError,
    FileTooLarge,
    InvalidInput,
    RateLimited,
    StorageFailure,
    StorageUnavailable,
    Unauthenticated,
    UnknownOperation,
    UnsupportedMedia,
)
from filegate.domain.limits import MAX_FILE_BYTES

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
BEGIN = "  # Written by make contracts, from layers/filegate/filegate/contracts:\n"
END = "  # End of what make contracts writes.\n"
NO_KEY = "You didn't provide an API key. Send it in an Authorization header: 'Authorization: Bearer YOUR_KEY'."

ERRORS: dict[str, FilegateError | None] = {
    "Unauthorized": Unauthenticated(NO_KEY, presented=False),
    "AccessDenied": Unauthenticated("Incorrect API key provided."),
    "UnknownRoute": UnknownOperation("Invalid URL: there is no such route and method."),
    "TooLarge": FileTooLarge(MAX_FILE_BYTES),
    "UnsupportedMediaType": UnsupportedMedia("The Content-Type is not supported.", param="Content-Type"),
    "Throttled": RateLimited("Too many requests. Please slow down and retry.", 1),
    "BadRequest": InvalidInput("The request could not be understood."),
    "Unavailable": StorageUnavailable(StorageFailure("lambda", "Invoke")),
    "Failure": None,
}


def texts() -> str:
    """The mappings of template.yaml: for every sort of answer, each contract's status and body."""
    return BEGIN + "".join(_mapping(name, error) for name, error in ERRORS.items()) + END


def _mapping(name: str, error: FilegateError | None) -> str:
    return f"  {name}:\n" + "".join(_entries(error))


def _entries(error: FilegateError | None) -> Iterator[str]:
    for contract in CONTRACTS:
        answer = contract_named(contract).error(error, Occasion("$context.requestId"))
        body = json.dumps(answer.body, separators=(",", ":")).replace("'", "''")
        yield f"    {contract}: {{status: \"{answer.status}\", body: '{body}'}}\n"


def written_into(template: str) -> str:
    """The template with its mappings, and the contracts that it allows, as the code has them."""
    before, _, rest = template.partition(BEGIN)
    after = rest.partition(END)[2]
    lines = before.split("\n")
    allowed = next(number for number, line in enumerate(lines) if line.startswith("    AllowedValues: [openai"))
    lines[allowed] = f"    AllowedValues: [{', '.join(CONTRACTS)}]"
    return "\n".join(lines) + texts() + after


def main() -> None:
    TEMPLATE.write_text(written_into(TEMPLATE.read_text()))


if __name__ == "__main__":
    main()
