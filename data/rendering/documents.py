"""Word documents, plain text and a coding project."""

from __future__ import annotations

import io
import re
import uuid
from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from rendering.archive import SAVED, pack, settle
from rendering.talk import Spoken, Talk, clock, short_clock

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SPACE = uuid.UUID("0f6f0b5e-2f5e-4b8e-8a55-6a7d1d1f9c02")
_NS = "urn:QDA-XML:project:1.0"
_TURNS_IN_TABLE = 14


def word_with_names(talk: Talk) -> bytes:
    """Write `Name: words` paragraphs, the name bold, below a title."""
    document = _start(talk)
    for spoken in talk.spoken:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{spoken.label}:").bold = True
        paragraph.add_run(f" {spoken.line.text}")
    return _save(document)


def word_with_headers(talk: Talk) -> bytes:
    """Write a line with name and time above each turn, with a sign-in table first, a part in a table, and headers on every page."""
    document = _start(talk)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{talk.title}: internal, do not forward"
    section.footer.paragraphs[0].text = "Draft transcript, not checked by the participants"
    sheet = document.add_table(rows=1, cols=3, style="Table Grid")
    _fill(sheet.rows[0].cells, ("Sign-in sheet", "Age", "May we quote you?"))
    for person in talk.script.roster:
        _fill(sheet.add_row().cells, (person.name, person.age_group, person.quote_consent))
    opens_b = next(place for place, spoken in enumerate(talk.spoken) if spoken.line.section == "b")
    in_table = range(opens_b, opens_b + _TURNS_IN_TABLE)
    for place, spoken in enumerate(talk.spoken):
        if place not in in_table:
            document.add_paragraph(_headed(spoken))
            document.add_paragraph(spoken.line.text)
            continue
        if place == opens_b:
            table = document.add_table(rows=0, cols=2, style="Table Grid")
        _fill(table.add_row().cells, (_headed(spoken), spoken.line.text))
    return _save(document)


def word_notes(talk: Talk) -> bytes:
    """Write a note-taker's bullets below the questions; nobody is named."""
    document = _start(talk)
    for spoken in talk.spoken:
        document.add_paragraph(spoken.line.text, style="Heading 2" if spoken.line.is_prompt else "List Bullet")
    return _save(document)


def _start(talk: Talk) -> WordDocument:
    document = Document()
    slim(document)
    document.core_properties.author = talk.script.note_taker
    document.add_heading(talk.title, level=1)
    document.add_paragraph(f"Date: {date.fromisoformat(talk.meeting.date):%B %d, %Y}")
    document.add_paragraph(f"Venue: {talk.meeting.venue}, {talk.meeting.host}")
    return document


def slim(document: WordDocument) -> None:
    """Take out what the template brings along and no paragraph needs: a second copy of all styles, a thumbnail, table styles."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(("stylesWithEffects", "thumbnail"))]:
            del relations[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()


def _save(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return settle(buffer.getvalue())


def _fill(cells: tuple[object, ...], texts: tuple[str, ...]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text  # type: ignore[attr-defined]


def _headed(spoken: Spoken) -> str:
    return f"{spoken.label}  {short_clock(spoken.start)}"


def otter(talk: Talk) -> bytes:
    """Write Otter's text export: name and time above each turn, and where it comes from at the end."""
    turns = (f"{_headed(spoken)}\n{spoken.line.text}\n" for spoken in talk.spoken)
    return ("\n".join(turns) + "\nTranscribed by https://otter.ai\n").encode()


def rev_utf16(talk: Talk) -> bytes:
    """Write numbered voices with times, in UTF-16 with a byte-order mark and Windows line ends."""
    turns = (f"{spoken.label}  {clock(spoken.start)[:8]}\n{spoken.line.text}\n" for spoken in talk.spoken)
    return b"\xff\xfe" + "\n".join(turns).replace("\n", "\r\n").encode("utf-16-le")


def windows_text(talk: Talk) -> bytes:
    """Write `Name: words` in Windows-1252, with the quotation marks that Word makes of straight ones."""
    text = f"{talk.title}\n\n" + "\n".join(f"{spoken.label}: {curl(spoken.line.text)}\n" for spoken in talk.spoken)
    return text.replace("\n", "\r\n").encode("cp1252")


def curl(text: str) -> str:
    """Turn straight quotation marks and apostrophes into curly ones."""
    return re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”").replace("'", "’")


def coding_project(talk: Talk) -> bytes:
    """Write a REFI-QDA project with one text source, two codes and the passages that somebody coded with them."""
    text = f"{talk.title}\n\n"
    selections: list[tuple[str, int, int]] = []
    coded = {"response_time": "Waiting for help", "know_officers": "Knowing the officers"}
    for spoken in talk.spoken:
        start = len(text) + len(f"{spoken.label}: ")
        text += f"{spoken.label}: {spoken.line.text}\n"
        selections += [(code, start, start + len(spoken.line.text)) for code in coded if code in spoken.line.themes]
    source, user = _guid(talk, "source"), _guid(talk, "user")
    codes = "".join(
        f'<Code guid="{_guid(talk, code)}" name={quoteattr(name)} isCodable="true" color="#{color}"/>'
        for (code, name), color in zip(coded.items(), ("D55E00", "0072B2"), strict=True)
    )
    codings = "".join(
        f'<PlainTextSelection guid="{_guid(talk, f"{start}")}" startPosition="{start}" endPosition="{end}" creatingUser="{user}" '
        f'creationDateTime="{SAVED}"><Coding guid="{_guid(talk, f"coding {start}")}" creatingUser="{user}" creationDateTime="{SAVED}">'
        f'<CodeRef targetGUID="{_guid(talk, code)}"/></Coding></PlainTextSelection>'
        for code, start, end in selections
    )
    by = f'creatingUser="{user}" creationDateTime="{SAVED}"'
    project = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{_NS}" name={quoteattr(talk.title)} origin="a coding tool" '
        f'creatingUserGUID="{user}" creationDateTime="{SAVED}">'
        f'<Users><User guid="{user}" name={quoteattr(talk.script.note_taker)}/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
        f'<Sources><TextSource guid="{source}" name={quoteattr(talk.script.session_id)} plainTextPath="internal://{source}.txt" {by}>'
        f"<Description>{escape(talk.meeting.venue)}</Description>{codings}</TextSource></Sources></Project>\n"
    )
    return pack({"project.qde": project.encode(), f"sources/{source}.txt": text.encode()})


def _guid(talk: Talk, what: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, f"{talk.script.session_id}/{what}")
