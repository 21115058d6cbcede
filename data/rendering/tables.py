"""A note-taker's tables: CSV as a spreadsheet saves it, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from rendering.archive import SAVED, settle
from rendering.talk import Talk, clock, short_clock

Cells = Sequence[str | int]
_PART = {"intro": "none", "a": "a", "b": "b", "close": "none"}


def comma_table(header: Cells, rows: Iterable[Cells], line_end: str = "\n") -> str:
    """Write a CSV table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def minutes_csv(talk: Talk) -> bytes:
    """Write who said what in which minute, with the byte-order mark and line ends of Excel."""
    rows = ((spoken.label, spoken.line.text, short_clock(spoken.start)) for spoken in talk.spoken)
    return comma_table(("Who", "Comment", "Minute"), rows, "\r\n").encode("utf-8-sig")


def notes_xlsx(talk: Talk) -> bytes:
    """Write a workbook of notes: number, time, who, which part of the guide, words, and an empty column for follow-up."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Notes"
    sheet.append(("No.", "Time", "Speaker", "Question", "What was said", "Follow-up"))
    for number, spoken in enumerate(talk.spoken, 1):
        sheet.append((number, clock(spoken.start)[:8], spoken.label, _PART[spoken.line.section], spoken.line.text, None))
    sheet.column_dimensions["E"].width = 100
    book.properties.creator = talk.script.note_taker
    book.properties.created = datetime.fromisoformat(SAVED)
    buffer = io.BytesIO()
    book.save(buffer)
    return settle(buffer.getvalue())
