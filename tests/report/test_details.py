"""Subthemes and standing questions by group: only where asked for, masked with everything else, attacked as written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from peace_analysis import report
from peace_analysis.city import Config
from peace_analysis.disclosure import ReleaseError, attack_release
from peace_analysis.disclosure.release import Form
from peace_analysis.disclosure.totals import APART, ATTENDED
from peace_analysis.report.details import PUBLIC_DETAILS, detail_numbers
from peace_analysis.report.public import write_public_table
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.published import check_tables
from peace_analysis.tables import check_table


@pytest.fixture
def detailed(material: report.Material) -> report.Material:
    """The invented city, which asks for details by stakeholder group."""
    return replace(material, config=material.config.model_copy(update={"detail_by": "stakeholder_group"}))


def test_a_city_that_does_not_ask_gets_none(material: report.Material) -> None:
    assert detail_numbers(material).empty
    assert not [key for key in material.masked.form if key[0] == "details"]


def test_counts_by_subtheme_and_question_are_those_of_people(detailed: report.Material) -> None:
    frame = check_table(detail_numbers(detailed), PUBLIC_DETAILS).set_index(["group", "theme_id", "question"])
    # Residents: 8 + 9 + 6 people of three sessions raised T01, every second of them in its first part and on question b.
    assert frame.loc[("residents", "T01.1", ""), "n_heard"] == 36
    counted = {key: frame.loc[("residents", "T01", key), "n_raised"] for key in ("a", "b")}
    assert {key: (pd.isna(n) or n) for key, n in counted.items()} in ({"a": 11, "b": 12}, {"a": True, "b": 12}, {"a": 11, "b": True})


def test_no_masked_detail_can_be_worked_out_and_none_is_printed(detailed: report.Material) -> None:
    masked = detailed.masked
    assert [key for key in masked.form if key[0] == "details"]
    assert not any(finding.exposed for finding in attack_release(masked.release, masked.forms))
    for cell, form in zip(masked.release.cells, masked.forms, strict=True):
        assert form is not Form.NUMBER or cell.primary is Form.NUMBER


def test_what_is_written_passes_and_a_number_put_back_is_refused(detailed: report.Material, tmp_path: Path) -> None:
    for name, frame in public_frames(detailed).items():
        write_public_table(frame, tmp_path / f"{name}.csv")
    record = check_tables(tmp_path, detailed)
    assert record["cells"] == sum(key not in (ATTENDED, APART) for key in detailed.masked.form)
    frame = pd.read_csv(tmp_path / "group_details.csv", dtype="str", keep_default_na=False)
    small = frame.index[frame["shown"] == "fewer than 3"][0]
    frame.loc[small, ["n_raised", "shown"]] = ["1", ""]
    frame.to_csv(tmp_path / "group_details.csv", index=False)
    with pytest.raises(ReleaseError, match=r"group_details\.csv .*printed although too small"):
        check_tables(tmp_path, detailed)


def test_the_report_sets_them_folded_under_their_attribute(detailed: report.Material, material: report.Material) -> None:
    assert "Show parts of themes, and each question, by stakeholder group" in report.group_parts(detailed).markup
    assert "Show parts of themes" not in report.group_parts(material).markup


def test_details_are_by_an_attribute_that_is_compared() -> None:
    with pytest.raises(ValidationError, match="not in compare_by"):
        Config(name="Testville", detail_by="mode")
