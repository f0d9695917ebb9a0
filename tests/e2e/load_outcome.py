"""What there is in the end, held against what the clients of a project were told."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice
from typing import Any

import openai
from openai import OpenAI
from openai.types import FileObject

from tests.e2e.load_ledger import Ledger

AT_ONCE = 8
SAMPLE = 20
"""Of what lists tell already, so many are asked for one by one."""


def differences(sdk: OpenAI, ledger: Ledger) -> Iterator[str]:
    files = list(sdk.files.list(limit=100, order="asc"))
    found = {file.id: file for file in files}
    if [file.id for file in sdk.files.list(limit=90)] != [*found][::-1]:
        yield "the lists of both orders do not agree"
    if (total := _total(sdk)) != len(files):
        yield f"{total} files are counted, {len(files)} listed"
    yield from (f"acknowledged and not there: {lost}" for lost in ledger.certain() - found.keys())
    yield from (f"deleted and there: {back}" for back in ledger.gone & found.keys())
    twice = Counter(file.filename for file in files if ledger.sent[file.filename].once)
    yield from (f"made {count} times with one key: {name}" for name, count in twice.items() if count > 1)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from filter(None, pool.map(lambda file: _damage(sdk, file, ledger), files))
        yield from filter(None, pool.map(lambda file: _change(sdk, file), files[:: len(files) // SAMPLE + 1]))
        yield from filter(None, pool.map(lambda file_id: _sight(sdk, file_id), islice(ledger.gone, SAMPLE)))


def _total(sdk: OpenAI) -> int:
    page: Any = sdk.files.list(limit=1)
    return int(page.total)


def _damage(sdk: OpenAI, file: FileObject, ledger: Ledger) -> str | None:
    """Whole is what was sent under its name, whether or not anybody was told of it."""
    sent = ledger.sent[file.filename]
    whole = sha256(sdk.files.content(file.id).read()).hexdigest() == sent.digest
    told = ledger.kept.get(file.id, sent) == sent
    return None if whole and told and file.bytes == sent.size else f"{file}: whole {whole}, as told {told}"


def _change(sdk: OpenAI, file: FileObject) -> str | None:
    shown = sdk.files.retrieve(file.id)
    return None if shown == file else f"listed as {file}, shown as {shown}"


def _sight(sdk: OpenAI, file_id: str) -> str | None:
    try:
        return f"deleted and shown: {sdk.files.retrieve(file_id)}"
    except openai.NotFoundError:
        return None
