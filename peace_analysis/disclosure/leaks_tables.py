"""Texts of JSON, notebooks and Parquet: values, names and metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_SHORT_VALUE = 60  # a name may be spread over several values as short as this
# Names that may stand in an error message; all others are given as numbers, since a name can itself be a leak.
_PLAIN_KEYS = frozenset(
    (
        *("cells", "outputs", "data", "metadata", "source", "text", "attachments", "id", "tags", "name", "display_name", "kernelspec"),
        *("image/png", "image/jpeg", "image/svg+xml", "text/html", "text/plain", "text/markdown", "text/latex", "application/json"),
        *("language_info", "application/pdf", "files", "parameters", "stages", "gates", "versions"),
    )
)


class UnreadableError(Exception):
    """A file, or a part of it, that cannot be searched; says in a few words why."""


class _Pairs(list[tuple[str, Any]]):
    """Names and values of an object, also those that a later one of the same name would hide."""


def read_json(text: str) -> Iterator[tuple[str, str]]:
    """Give place and text of every name and value; of text that is no JSON, the text itself.

    Lists of texts, as notebooks keep them, are given as one; short values once more all together.

    Raises:
        UnreadableError: If it is nested too deep.
    """
    try:
        parsed = json.loads(text, object_pairs_hook=_Pairs)
    except RecursionError as error:
        raise UnreadableError("is nested too deep") from error
    except ValueError:
        yield "", text
        return
    keys: list[str] = []
    values: list[tuple[str, str]] = []
    try:
        _walk(parsed, "", keys, values)
    except RecursionError as error:
        raise UnreadableError("is nested too deep") from error
    yield "names of keys", "\n".join(dict.fromkeys(keys))
    for place, value in values:
        yield f"value {place.lstrip('.') or 'at the top'}", value
    yield "values side by side", "\n".join(value for _, value in values if len(value) < _SHORT_VALUE)


def _walk(value: Any, place: str, keys: list[str], values: list[tuple[str, str]]) -> None:
    if isinstance(value, _Pairs):
        for number, (key, inner) in enumerate(value, 1):
            keys.append(key)
            _walk(inner, f"{place}.{key}" if key in _PLAIN_KEYS else f"{place}.({number})", keys, values)
    elif isinstance(value, list) and value and all(isinstance(inner, str) for inner in value):
        values.append((place, "\n".join(inner.removesuffix("\n") for inner in value)))
        if len(value) > 1:
            values.append((place, "".join(value)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _walk(inner, f"{place}[{number}]", keys, values)
    elif value is not None and not isinstance(value, bool):
        values.append((place, _as_text(value)))


def read_parquet(content: bytes) -> Iterator[tuple[str, str]]:
    """Give place and text of every column, every row, the names of columns and all metadata; rows count from 1 as lines.

    Raises:
        UnreadableError: If the file is damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(pa.BufferReader(content))
        described = parquet.ParquetFile(pa.BufferReader(content)).metadata.metadata or {}
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError("is damaged") from error
    yield "names of columns", "\n".join(str(entry) for entry in table.schema)
    for source in (described, table.schema.metadata or {}, *(entry.metadata or {} for entry in table.schema)):
        for key, value in source.items():
            if key != b"ARROW:schema":  # the schema once more, packed
                yield "metadata", f"{_as_text(key)}\n{_as_text(value)}"
    columns = [[_as_text(value).replace("\n", " ") for value in column.to_pylist()] for column in table.columns]
    for number, column in enumerate(columns, 1):
        yield f"column {number}, row as", "\n".join(column)
    yield "row as", "\n".join(" ".join(row) for row in zip(*columns, strict=True))


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
