"""What a review tells the person at the terminal."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peace_analysis.exchange.review_workbook import Workbook
    from peace_analysis.review import Imported

_PRIVATE = "It holds words that can identify people: keep it on this disk"


def describe_export(city: str, exported: tuple[Workbook, Path] | None) -> str:
    """Say what a workbook asks, and what to do next."""
    if exported is None:
        return f"{city}: nothing is left to review. `peace-analysis release {city}` goes on from here."
    workbook, path = exported
    n_unsure, n_sample = len(workbook.doubts), len(workbook.sample)
    return (
        f"{city}: {n_unsure} unsure words to decide and {n_sample} statements to read.\n{path}\n"
        f"{_PRIVATE}. Fill in the yellow cells, then: peace-analysis review {city} import {path} --reviewer XY (your initials)"
    )


def describe_import(city: str, path: Path, imported: Imported) -> str:
    """Say what was taken over, what it shows, and what to do next."""
    review = imported.review
    lines = [
        f"{city}: {imported.n_read} statements read, something missed in {imported.n_missed}; "
        f"{imported.n_removed} unsure words go, {imported.n_kept} stay."
    ]
    if imported.n_moved:
        lines.append(f"{imported.n_moved} statements that were read are cut elsewhere now and come again.")
    bound = math.floor(review.bound * 1000 + 1e-6) / 10
    read = f"{review.n_read} of {review.n_statements} statements have been read, {review.n_missed} with a miss"
    lines.append(
        f"In all {read}: with 95% confidence at least {bound:g}% of all statements hold none now ({review.asked:.1%} is asked for)."
    )
    if review.complete:
        lines.append(f"The review is complete. Now: peace-analysis run {city}, then: peace-analysis release {city}")
    else:
        what = f"{len(review.unread)} more statements and {review.n_doubts} unsure words"
        why = " A miss makes the sample longer." if review.n_missed and review.unread else ""
        lines.append(
            f"Still to be reviewed: {what}.{why} Until then it cannot be released. "
            f"Now: peace-analysis run {city}, then: peace-analysis review {city} export"
        )
    lines.append(f"{path} can be deleted. {_PRIVATE} until then.")
    return "\n".join(lines)
