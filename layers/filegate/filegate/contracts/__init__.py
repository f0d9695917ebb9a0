"""The wire: how the domain's objects and errors look to a client, one module a contract."""

from importlib import import_module
from typing import cast

from filegate.contracts.answers import Contract

# A new contract is its module and its line here.
CONTRACTS = {
    "openai": "filegate.contracts.openai",
    "ai-stats": "filegate.contracts.ai_stats",
    "maniac": "filegate.contracts.maniac",
}


def contract_named(name: str) -> Contract:
    """The contract of that name. Raises KeyError; only the one in force is ever imported."""
    return cast("Contract", import_module(CONTRACTS[name]))
