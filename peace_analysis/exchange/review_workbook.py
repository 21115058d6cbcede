"""The workbook that a reviewer fills in: what the software was unsure of, and a random sample of what it passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from peace_analysis.anonymize.review_queue import Doubt
from peace_analysis.exchange.workbook_sheets import HOW_TO, add_choice, add_how_to, add_sheet, new_book, save_private
from peace_analysis.report.public import neutralise_csv

UNSURE, SAMPLE = "Unsure", "Sample"
NONE = "none"
UNSURE_COLUMNS = {"id": 16, "session": 10, "type": 16, "words": 28, "now": 12, "sentence": 90, "score": 8, "places": 8, "decision": 14}
SAMPLE_COLUMNS = {"id": 16, "session": 10, "language": 10, "statement": 110, "missed": 40, "everywhere": 12}
ANSWERS = {UNSURE: ("decision",), SAMPLE: ("missed", "everywhere")}
__all__ = ["ANSWERS", "HOW_TO", "MARKS", "NONE", "SAMPLE", "UNSURE", "Workbook", "write_workbook"]
MARKS = ("city", "export")  # how the sheet "How to" names what a workbook was made from


@dataclass(frozen=True)
class Workbook:
    """What a workbook asks (restricted: words as received)."""

    city: str
    export: str  # digest of the statements that it was made from
    doubts: Sequence[Doubt] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)  # rows of `tables.STATEMENTS`
    asked: float = 0.95

    @property
    def unsure_rows(self) -> pd.DataFrame:
        """Cells of the sheet "Unsure", safe to open."""
        rows = [
            (
                doubt.row_id,
                doubt.session_id,
                doubt.type,
                doubt.words,
                "replaced" if doubt.replaced else "left",
                doubt.sentence,
                round(doubt.score, 2),
                doubt.n_places,
                "" if len(doubt.answers) > 1 else doubt.answers[0],
            )
            for doubt in self.doubts
        ]
        return neutralise_csv(pd.DataFrame(rows, columns=list(UNSURE_COLUMNS)))

    @property
    def sample_rows(self) -> pd.DataFrame:
        """Cells of the sheet "Sample", safe to open."""
        rows = self.sample[["statement_id", "session_id", "language", "text"]].assign(missed="", everywhere="")
        return neutralise_csv(rows.set_axis(list(SAMPLE_COLUMNS), axis=1))


def write_workbook(workbook: Workbook, path: Path) -> Path:
    """Write a workbook (0600).

    Text that begins like a formula has an apostrophe before it, and every cell is stored as text; only the answers can be edited.

    Args:
        workbook: What it asks.
        path: Where to; its folder is made if need be.

    Raises:
        FileExistsError: If there is a file already: it may hold somebody's answers.
    """
    book = new_book()
    unsure = add_sheet(book, UNSURE, workbook.unsure_rows, UNSURE_COLUMNS, answers=ANSWERS[UNSURE])
    for answers in (("remove", "keep"), ("remove",)):
        rows = [at for at, doubt in enumerate(workbook.doubts, 2) if doubt.answers == answers]
        add_choice(unsure, f'"{",".join(answers)}"', "I", rows)
    sample = add_sheet(book, SAMPLE, workbook.sample_rows, SAMPLE_COLUMNS, answers=ANSWERS[SAMPLE])
    add_choice(sample, '"yes"', "F", range(2, len(workbook.sample) + 2))
    _add_how_to(book, workbook)
    return save_private(book, path)


def _add_how_to(book: Any, workbook: Workbook) -> None:
    lines = [
        "This file holds words that can identify people. Keep it on the same disk as the transcripts, and delete it when it is imported.",
        f"Unsure ({len(workbook.doubts)} rows): words that the software was not sure of, between « and ». Choose `remove` if they tell who "
        "somebody is: they go, in the whole session. Choose `keep` if they do not: they stay. Phones, numbers, addresses and the like "
        "always go; their rows say `remove` already.",
        f"Sample ({len(workbook.sample)} rows): statements drawn at random, as they would be published. Read every one. Write `none` if "
        "nothing in it tells who somebody is. Otherwise copy the words that do, as they are written, separated by `;`. They go in "
        "the whole session; with `yes` under `everywhere`, in all sessions.",
        "A row without an answer is an unfinished review. Statements in a language that you do not read need somebody who does.",
        f"The city asks for a bound of {workbook.asked:.0%}: with 95% confidence, at least so many of all statements hold no identifier "
        "that was missed. Each miss that you find makes the sample longer, so that there may be a further workbook.",
        "Only the yellow cells can be changed. Do not sort rows into another sheet, and do not add or delete any.",
        f"When all is filled in: peace-analysis review {workbook.city} import FILE --reviewer XY (your initials).",
    ]
    add_how_to(book, "How to review", lines, {"city": workbook.city, "export": workbook.export})
