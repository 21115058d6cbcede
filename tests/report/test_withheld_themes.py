"""A theme on which coders differ has no numbers anywhere in a report until they have settled, and nothing small is given away by that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import prose
import pytest
from invented_city import NAMES, make_frames, make_material

from peace_analysis import report
from peace_analysis.coding.agreement import Agreement, measure_agreement
from peace_analysis.disclosure.release import Form
from peace_analysis.report import public_tables
from peace_analysis.report.checklist import fill_checklist
from peace_analysis.report.public import write_public_table
from peace_analysis.report.published import check_tables


def agreement(withheld: str) -> Agreement:
    """Two coders on ten statements: they differ on one theme, and agree on the others."""
    given = [frozenset({theme}) for theme in ("T01", "T02", "T03", "T01", "T02", "T03")]
    codes = {f"S{n}-1": {"AB": one, "CD": one} for n, one in enumerate(given)}
    one, none = frozenset({withheld}), frozenset({"none"})
    codes |= {f"S{n}-2": {"AB": one if n % 2 else none, "CD": none if n % 2 else one} for n in range(4)}
    return measure_agreement(codes, {}, ["T01", "T02", "T03"], {key: key[:2] for key in codes})


@pytest.fixture(scope="module", params=["T01", "T03"], ids=["often raised", "small"])
def held(request) -> tuple[report.Material, str]:
    material = make_material(make_frames())
    return replace(material, agreement=agreement(request.param), worked_out={}, figures={}), request.param


def test_no_table_has_its_numbers(held):
    material, theme = held
    assert material.withheld == {theme}
    frames = public_tables.public_frames(material)
    mine = {theme, f"{theme}.1", f"{theme}.2"}
    for name in ("themes", "group_shares", "questions"):
        rows = frames[name][frames[name]["theme_id"].isin(mine)]
        numbers = [column for column in ("n_raised", "share", "low", "high", "n_sessions", "n_a", "n_b") if column in rows.columns]
        if name == "group_shares":
            numbers.remove("n_sessions")  # of the group
        assert len(rows)
        assert rows[numbers].isna().all(axis=None), name
    others = frames["themes"][~frames["themes"]["theme_id"].isin(mine)]
    assert others["n_raised"].notna().any()


def test_its_page_says_why_and_quotes_nobody(held):
    material, _ = held
    page = report.theme_pages(material).markup
    assert page.count("did not agree well enough on this theme") == 1
    start = page.index("did not agree well enough")
    rest = page[start : page.find('class="theme"', start) if 'class="theme"' in page[start:] else len(page)]
    assert "<blockquote" not in rest


def test_nothing_is_said_to_have_come_up_most_among_all(held):
    material, theme = held
    title = report.figures.themes_figure(material).title
    assert title.startswith("Among themes with numbers: “")
    assert NAMES[theme] not in title
    assert "Of the themes that have numbers, people spoke most of" in report.summary(material).markup
    plain = make_material(make_frames())
    assert "Among themes" not in report.figures.themes_figure(plain).title
    assert "that have numbers" not in report.summary(plain).markup


def test_what_is_not_shown_says_that_smallness_is_not_the_only_reason(held):
    material, _ = held
    assert "1 theme has no numbers for another reason" in report.withheld(material).markup
    assert "another reason" not in report.withheld(make_material(make_frames())).markup


def test_what_is_written_still_withstands_the_attack(held, tmp_path: Path):
    material, _ = held
    for name, frame in public_tables.public_frames(material).items():
        write_public_table(frame, tmp_path / f"{name}.csv")
    assert check_tables(tmp_path, material)["exposed"] == 0


def test_a_small_count_does_not_come_to_look_like_a_large_one(held):
    material, theme = held
    plain = make_material(make_frames()).masked.form
    for key, form in material.masked.form.items():
        if theme in key and plain[key] in (Form.FEWER, Form.ALL_BUT):
            assert form is Form.BLURRED


def test_the_checklist_says_who_coded_and_its_numbers_are_released(held):
    material, _ = held
    answer = fill_checklist(material).set_index("No.")["Answer"][24]
    assert "2 people coded 10 statements by hand, each on their own. Krippendorff's alpha is 0." in answer
    assert "1 theme has no numbers for that." in answer
    frames = public_tables.public_frames(material)
    known = prose.released_numbers(frames.values(), material.config.model_dump(mode="json"))
    names = prose.names_in(frames.values())
    assert prose.unsupported([answer], known, names) == []
    assert prose.unsupported([answer.replace("10 statements", "1,047 statements")], known, names) != []


def test_without_coders_nothing_is_withheld():
    material = make_material(make_frames())
    assert material.withheld == frozenset()
    assert "coded" not in fill_checklist(material).set_index("No.")["Answer"][24].replace("codebook", "")
    assert isinstance(material.released, pd.DataFrame)
