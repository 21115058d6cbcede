"""The tables as they were written: read again, attacked, and refused where they say too much; and what the report says is held back."""

from __future__ import annotations

import copy
import html
import re
from pathlib import Path

import pandas as pd
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.disclosure import ReleaseError
from peace_analysis.disclosure.release import Form
from peace_analysis.disclosure.totals import APART, ATTENDED
from peace_analysis.report.public import write_public_table
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.published import check_tables, read_printed
from peace_analysis.report.theme_pages import theme_numbers


@pytest.fixture
def folder(material: report.Material, tmp_path: Path) -> Path:
    """The invented city's public tables."""
    for name, frame in public_frames(material).items():
        write_public_table(frame, tmp_path / f"{name}.csv")
    return tmp_path


def change(folder: Path, name: str, where: dict[str, str], **values: object) -> None:
    frame = pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)
    rows = pd.concat([frame[column] == value for column, value in where.items()], axis=1).all(axis=1)
    assert rows.sum() == 1
    for column, value in values.items():
        frame.loc[rows, column] = str(value)
    frame.to_csv(folder / f"{name}.csv", index=False)


def test_what_is_written_passes(material: report.Material, folder: Path) -> None:
    record = check_tables(folder, material)
    assert record["exposed"] == 0
    assert record["cells"] == sum(key not in (ATTENDED, APART) for key in material.masked.form)


def test_tables_are_read_as_they_were_meant(material: report.Material, folder: Path) -> None:
    numbers = {key for key, text in read_printed(folder).items() if text.isdigit() and key[0] != "sizes"}
    assert numbers == {key for key, form in material.masked.form.items() if form is Form.NUMBER and key[0] != "sizes"}


@pytest.mark.parametrize("name", ["+65 and over", "=1+1", "\u202eold\u202c", "a\tb\x07"], ids=["sign", "formula", "direction", "control"])
def test_a_group_whose_name_is_not_printed_as_written_is_attacked_like_any_other(tmp_path: Path, name: str) -> None:
    material = make_material(make_frames(lambda text, _: name if text == "residents" else text))
    for table, frame in public_frames(material).items():
        write_public_table(frame, tmp_path / f"{table}.csv")
    assert check_tables(tmp_path, material)["exposed"] == 0
    assert (tmp_path / "group_shares.csv").read_text(encoding="utf-8").count("residents") == 0
    rows = pd.read_csv(tmp_path / "group_shares.csv", dtype="str", keep_default_na=False)
    hidden = rows[(rows["attribute"] == "stakeholder_group") & (rows["theme_id"] == "T03") & (rows["n_raised"] == "")].index
    rows.loc[hidden, ["n_raised", "shown"]] = ["2", ""]
    rows.to_csv(tmp_path / "group_shares.csv", index=False)
    with pytest.raises(ReleaseError, match="printed although too small"):
        check_tables(tmp_path, material)


def test_a_count_put_back_by_hand_is_refused(material: report.Material, folder: Path) -> None:
    rows = material.released
    masked = rows[
        (rows["attribute"] == "neighborhood") & rows["adequate"] & (rows["shown"] == "fewer than 3") & (rows["theme_id"] == "T03")
    ]
    group = str(masked["group"].iloc[0])
    n = material.shares.loc[masked.index[0], "n_raised"]
    change(folder, "group_shares", {"attribute": "neighborhood", "group": group, "theme_id": "T03"}, n_raised=n, shown="")
    with pytest.raises(ReleaseError, match="printed although too small"):
        check_tables(folder, material)


def test_a_number_that_gives_a_masked_one_away_is_refused(material: report.Material, folder: Path) -> None:
    forms = material.masked.form
    hidden = [key for key, form in forms.items() if form is Form.HIDDEN and key[0] == "group_shares"]
    assert hidden
    for _, attribute, group, theme in hidden:
        row = material.shares[
            (material.shares["attribute"] == attribute) & (material.shares["group"] == group) & (material.shares["theme_id"] == theme)
        ]
        change(
            folder, "group_shares", {"attribute": attribute, "group": group, "theme_id": theme}, n_raised=row["n_raised"].iloc[0], shown=""
        )
    with pytest.raises(ReleaseError, match="can be worked out from all released numbers together"):
        check_tables(folder, material)


def test_the_report_says_what_is_held_back_and_why(material: report.Material) -> None:
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", report.withheld(material).markup)).split())
    forms = {key: form for key, form in material.masked.form.items() if key not in (ATTENDED, APART)}  # which stand in no such table
    in_words = [form for key, form in forms.items() if form in (Form.FEWER, Form.ALL_BUT) and key[0] not in ("questions", "sessions")]
    hidden = sum(form is not Form.NUMBER for form in forms.values()) - len(in_words)  # those two tables leave a cell empty instead
    assert text.startswith(f"{hidden} of {len(forms)} counts in the tables on sessions are not shown.")
    assert "so small that it points to somebody" in text
    assert "Themes by neighborhood" in text


def test_a_programme_of_notes_has_nothing_to_hold_back() -> None:
    frames = make_frames()
    frames["statements"]["speaker_id"] = None
    frames["theme_shares"] = frames["theme_shares"].iloc[:0]
    assert "no counts of people to hold back" in report.withheld(make_material(frames)).markup


def test_sessions_of_a_part_are_hidden_where_those_of_its_theme_are(material: report.Material) -> None:
    """A part that was raised in as many sessions as there are says the same of its theme."""
    before = theme_numbers(material).set_index("theme_id")["n_sessions"]
    theme = "T01"
    assert before[before.index.str.startswith(theme)].notna().sum() > 1
    hidden = copy.copy(material.masked)
    keys = [cell.key for cell in hidden.release.cells]
    object.__setattr__(
        hidden, "forms", [Form.HIDDEN if key == ("sessions", theme) else form for key, form in zip(keys, hidden.forms, strict=True)]
    )
    object.__setattr__(material, "masked", hidden)
    after = theme_numbers(material).set_index("theme_id")["n_sessions"]
    assert after[after.index.str.startswith(theme)].isna().all()
    assert after[~after.index.str.startswith(theme)].equals(before[~before.index.str.startswith(theme)])
