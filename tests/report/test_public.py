"""Public tables: the same bytes every time, and text stays text in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hostile_words import HOSTILE

from peace_analysis.report.public import neutralise_csv, write_public_table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "' x"),
        ("\r=1", "'\ufffd=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("12 people", "12 people"),
        ("", ""),
    ],
)
def test_text_that_starts_like_a_formula_gets_an_apostrophe(text, expected):
    assert neutralise_csv(pd.DataFrame({"text": [text]}))["text"].tolist() == [expected]


def test_headers_are_neutralised_and_numbers_are_not():
    clean = neutralise_csv(pd.DataFrame({"=a": [-1.5], "b": [-2]}))
    assert clean.columns.tolist() == ["'=a", "b"]
    assert clean.iloc[0].tolist() == [-1.5, -2]


def test_no_cell_of_a_written_table_starts_like_a_formula(tmp_path):
    path = write_public_table(pd.DataFrame({"text": HOSTILE, "n": range(len(HOSTILE))}), tmp_path / "t.csv")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_public_table_is_utf8_with_short_floats_and_unix_line_ends(tmp_path):
    frame = pd.DataFrame({"share": [1 / 3, -0.00001], "name": ["ñ", None], "n": pd.array([1, None], dtype="Int64")})
    before = frame.copy()
    path = write_public_table(frame, tmp_path / "deep" / "t.csv")
    assert path.read_bytes() == "share,name,n\n0.3333,ñ,1\n0.0,,\n".encode()
    pd.testing.assert_frame_equal(frame, before)
