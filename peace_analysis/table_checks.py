"""What a table between rooms is made of, and the check of one on its way into a room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from peace_analysis.errors import TableError

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "share", "flag"]


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and whether it may be empty."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    among: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and which columns together identify a row."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    extra: bool = False  # further columns may follow (self-described attributes, say)
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})


def check_table(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Check a table on its way into a room.

    Args:
        frame: The table; not changed.
        table: What it must be.

    Returns:
        The declared columns first, in their order, then extra ones where the table allows them.

    Raises:
        TableError: Lists every missing or unexpected column, wrong type, empty cell and repeated key, by column and number of rows;
            cell values are never quoted, because they may be a participant's words.
    """
    problems = [f"column `{c.name}` is missing" for c in table.columns if c.name not in frame.columns]
    unexpected = [name for name in frame.columns if name not in table.by_name]
    if unexpected and not table.extra:
        problems.append(f"unexpected columns: {', '.join(map(str, unexpected))}")
    for column in table.columns:
        if column.name not in frame.columns:
            continue
        values = frame[column.name]
        if not column.nullable and (n_empty := int(values.isna().sum())):
            problems.append(f"column `{column.name}` is empty in {n_empty} rows")
        present = values.dropna()
        if wrong := _count_wrong(present, column):
            problems.append(f"column `{column.name}`: {wrong} rows are not {_expectation(column)}")
    keys = [name for name in table.key if name in frame.columns]
    if keys and (n_repeated := int(frame.duplicated(keys).sum())):
        problems.append(f"{n_repeated} rows repeat {' + '.join(keys)}")
    if problems:
        raise TableError(f"table `{table.name}` ({table.row}): " + "; ".join(problems) + ".")
    return frame[[*(c.name for c in table.columns), *unexpected]].copy()


def _expectation(column: Column) -> str:
    if column.among:
        return "one of " + ", ".join(column.among)
    return {"text": "text", "integer": "whole numbers", "number": "numbers", "share": "between 0 and 1", "flag": "true or false"}[
        column.kind
    ]


def _count_wrong(present: pd.Series, column: Column) -> int:
    """Count the cells that are not what the column holds."""
    import pandas as pd
    from pandas.api import types

    if column.among is not None:
        right = present.isin(list(column.among))
    elif column.kind == "text":
        if isinstance(present.dtype, pd.StringDtype):  # its type says so of every cell
            return 0
        right = present.map(lambda value: isinstance(value, str))
    elif column.kind == "flag":
        if present.dtype == bool:
            return 0
        right = present.map(lambda value: value is True or value is False or str(value) in ("True", "False"))
    elif not types.is_numeric_dtype(present) or types.is_bool_dtype(present):
        return len(present)
    elif column.kind == "integer":
        right = present % 1 == 0
    elif column.kind == "share":
        right = present.between(0, 1)
    else:
        right = present.notna()
    return int((~right.astype(bool)).sum())


def empty_table(table: Table) -> pd.DataFrame:
    """Make a table with the right columns and types and no rows."""
    import pandas as pd

    dtypes = {"text": "str", "integer": "int64", "number": "float64", "share": "float64", "flag": "bool"}
    return pd.DataFrame({c.name: pd.Series([], dtype=dtypes[c.kind]) for c in table.columns})
