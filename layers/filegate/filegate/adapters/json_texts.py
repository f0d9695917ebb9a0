"""JSON texts, read by orjson: four times as fast as the standard library, and as strict as RFC 8259.

It refuses what is not UTF-8, NaN and Infinity, numbers beyond a double, lone surrogates and a depth over 1,024. Of keys
that are given twice, the last one counts, as with nearly all parsers.
"""

import orjson

from filegate.domain.ports import ParseJson, WriteJson

parse: ParseJson = orjson.loads

write: WriteJson = orjson.dumps
