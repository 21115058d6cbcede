"""Numbers as they may be shown: the only way by which counts reach a page, a figure or a public table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.labels import unit_words
from peace_analysis.charts.rows import Row, say_masked
from peace_analysis.coding.agreement import with_parts
from peace_analysis.disclosure import Masked, mask_release
from peace_analysis.disclosure.masking import NOT_SHOWN
from peace_analysis.groups.declared import find_declared
from peace_analysis.wording import _

if TYPE_CHECKING:
    from peace_analysis.report.material import Material


def mask_material(material: Material) -> Masked:
    """Mask all counts of people of a report together; see `disclosure.mask_release`.

    Themes on which coders do not agree, and have not settled where they differ, have no counts at all.
    """
    masked = mask_release(
        material.statements,
        material.assignments,
        material.compared,
        material.sessions,
        material.themes,
        by=material.config.compare_by,
        privacy=material.config.privacy,
        detail_by=material.config.detail_by,
        declared=find_declared(material.config.hypotheses, material.themes)[0],
    )
    return masked.withhold(with_parts(material.withheld, material.themes)) if material.withheld else masked


def count_text(row: Row) -> str:
    """Say a released count: "62 of 171 people"; a masked one as it may read: "fewer than 3 of 24 people"."""
    n_heard = row["n_heard"]
    if pd.isna(n_heard) or row["shown"] == NOT_SHOWN:
        return say_masked(str(row["shown"]))
    count = say_masked(str(row["shown"])) if row["masked"] else f"{int(row['n_raised']):,}"
    return _("{count} of {total:,} {people}", count=count, total=int(n_heard), people=unit_words(str(row["unit"]), int(n_heard)))
