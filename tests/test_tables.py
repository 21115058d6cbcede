"""Tables are checked on their way into a room, and a refusal never quotes a cell."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.errors import TableError
from peace_analysis.tables import ALL, STATEMENTS, check_table, data_dictionary, empty_table

ROW = {
    "statement_id": "S01-0001-01",
    "session_id": "S01",
    "turn": 1,
    "speaker_id": "S01-P01",
    "question": "a",
    "request": False,
    "language": "en",
    "text": "secret words",
    "quotable": True,
}


def statements(**changes: object) -> pd.DataFrame:
    return pd.DataFrame([{**ROW, **changes}])


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (statements().drop(columns="text"), "column `text` is missing"),
        (statements(extra=1), "unexpected columns: extra"),
        (statements(text=None), "column `text` is empty in 1 rows"),
        (statements(question="c"), "column `question`: 1 rows are not one of a, b, ab, none"),
        (statements(turn="one"), "column `turn`: 1 rows are not whole numbers"),
        (statements(turn=1.5), "column `turn`: 1 rows are not whole numbers"),
        (statements(quotable="maybe"), "column `quotable`: 1 rows are not true or false"),
        (pd.concat([statements(), statements()]), "1 rows repeat statement_id"),
    ],
    ids=["missing", "extra", "empty", "among", "text for number", "fraction", "flag", "key"],
)
def test_a_table_that_breaks_its_contract_is_refused(frame: pd.DataFrame, expected: str) -> None:
    with pytest.raises(TableError) as raised:
        check_table(frame, STATEMENTS)
    assert expected in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_sound_table_passes_in_the_declared_order() -> None:
    frame = statements()[list(reversed(ROW))]
    checked = check_table(frame, STATEMENTS)
    assert list(checked.columns) == [column.name for column in STATEMENTS.columns]
    assert list(frame.columns) == list(reversed(ROW))


def test_a_statement_without_speaker_passes() -> None:
    assert len(check_table(statements(speaker_id=None), STATEMENTS)) == 1


@pytest.mark.parametrize("table", ALL, ids=[table.name for table in ALL])
def test_an_empty_table_is_sound(table: object) -> None:
    assert check_table(empty_table(table), table).empty  # type: ignore[arg-type]


def test_the_data_dictionary_explains_every_column() -> None:
    dictionary = data_dictionary()
    assert len(dictionary) == sum(len(table.columns) for table in ALL)
    assert dictionary["meaning"].str.len().min() > 4
