"""The sources of a REFI-QDA project: texts with their spans, and what is known of pictures, PDF files and recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from peace_analysis.exchange.refi_qda_model import (
    Coding,
    MediaKind,
    MediaSelection,
    MediaSource,
    Project,
    Selection,
    TextSource,
    Value,
    walk_codes,
)
from peace_analysis.exchange.refi_qda_positions import STANDARD, Reading, Span, choose_reading, place_spans
from peace_analysis.exchange.refi_qda_xml import Reader, local_name, text_of
from peace_analysis.transcripts.archive import Archive

_INTERNAL = "internal://"
_MEDIA: dict[str, MediaKind] = {"PictureSource": "picture", "PDFSource": "PDF", "AudioSource": "audio", "VideoSource": "video"}
_TEXTS = ("TextDescription", "Representation", "Transcript")  # texts of sources that are none
_PLACES = ("page", "firstX", "firstY", "secondX", "secondY", "begin", "end")


@dataclass
class _Text:
    guid: str
    name: str
    text: str | None
    description: str = ""
    selections: list[Selection] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    user: str = ""
    created: str = ""

    def freeze(self, of: str) -> TextSource:
        lists = (tuple(self.selections), tuple(self.codings), tuple(self.notes), tuple(self.values))
        return TextSource(self.guid, self.name, self.text, self.description, *lists, self.user, self.created, of)


class SourceReader(Reader):
    """Reads sources; texts are opened inside the archive only, under the names that it lists."""

    def __init__(self, path: Path, archive: Archive, parts: dict[str, str]) -> None:
        super().__init__(path)
        self._archive, self._parts = archive, parts
        self._read: dict[str, str | None] = {}

    def add_sources(self, project: Project, elements: Sequence[Any]) -> Project:
        """Read all sources into a project, with positions as its program counts them; codings of codes that are not there are left."""
        texts: list[TextSource] = []
        media: list[MediaSource] = []
        for element in elements:
            if local_name(element) == "TextSource":
                texts.append(self.read_text(element))
            elif local_name(element) in _MEDIA:
                source, its_texts = self._read_media(element)
                media.append(source)
                texts += its_texts
            else:
                self.leave(local_name(element))
        if n := sum(text.text is None for text in texts):
            self.left["text that the project names and does not hold (what is coded in it is kept, with the words that its name says)"] += n
        spans = [
            (text.text or "", [Span(one.start, one.end, one.name) for one in text.selections]) for text in texts if text.text is not None
        ]
        reading = choose_reading(spans, project.origin)
        if reading is not STANDARD:
            self.told.append(f"positions were translated: in this file {reading.name}.")
        codes = {code.guid for code, _ in walk_codes(project.codes)}
        return replace(
            project,
            sources=tuple(self._settle(text, reading, codes) for text in texts),
            media=tuple(self._settle_media(source, codes) for source in media),
        )

    def read_text(self, element: Any, of: str = "") -> TextSource:
        """Read a text, or a memo, as it stands in the file."""
        found = _Text(self.guid(element), element.get("name") or "", None)
        found.user, found.created = self._made(element)
        content: str | None = None
        known = ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue")
        for name, child in self.children(element, *known):
            if name == "Description":
                found.description += text_of(child)
            elif name == "PlainTextContent":
                content = (content or "") + text_of(child)
            elif name == "PlainTextSelection":
                found.selections.append(self._selection(child))
            elif name == "Coding":
                found.codings.append(self._coding(child))
            elif name == "NoteRef":
                found.notes.append(self.guid(child, "targetGUID"))
            else:
                found.values += self.read_value(child)
        if element.get("richTextPath"):
            self.leave("styled version of a text")
        found.text = content if content is not None else self._open(element)
        return found.freeze(of)

    def read_value(self, element: Any) -> list[Value]:
        """Read what a case or source has for a variable; nothing where it is blank."""
        variable, found = "", []
        kinds = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
        for name, child in self.children(element, "VariableRef", *kinds):
            if name == "VariableRef":
                variable = self.guid(child, "targetGUID")
            else:
                found.append((name.removesuffix("Value"), text_of(child)))
        return [Value(variable, kind, text if kind == "Text" else text.strip()) for kind, text in found if text.strip()]  # type: ignore[arg-type]

    def _open(self, element: Any) -> str | None:
        place = element.get("plainTextPath") or ""
        if not place.startswith(_INTERNAL):
            return None
        name = place.removeprefix(_INTERNAL)
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            self.refuse(element, f"{local_name(element)}: `plainTextPath` leads out of the project's folder of sources.")
            return None
        part = self._parts.get(f"sources/{name}".casefold()) or self._parts.get(name.casefold())
        if part is None:
            return None
        if part not in self._read:
            content = self._archive.read(part)
            try:
                # Programs on Windows put a byte-order mark in front and do not count it.
                self._read[part] = content.decode("utf-8").removeprefix("\ufeff")
            except UnicodeDecodeError:
                self.refuse(element, f"{local_name(element)}: its text is not UTF-8.")
                self._read[part] = None
        return self._read[part]

    def _selection(self, element: Any) -> Selection:
        description, codings, notes = "", [], []
        for name, child in self.children(element, "Description", "Coding", "NoteRef"):
            if name == "Description":
                description += text_of(child)
            elif name == "Coding":
                codings.append(self._coding(child))
            else:
                notes.append(self.guid(child, "targetGUID"))
        span = self.integer(element, "startPosition"), self.integer(element, "endPosition")
        name = element.get("name") or ""
        return Selection(self.guid(element), *span, name, description, tuple(codings), tuple(notes), *self._made(element))

    def _coding(self, element: Any) -> Coding:
        codes: list[str] = []
        notes: list[str] = []
        for name, child in self.children(element, "CodeRef", "NoteRef"):
            (codes if name == "CodeRef" else notes).append(self.guid(child, "targetGUID"))
        if len(codes) != 1:
            self.refuse(element, f"Coding names {len(codes)} codes, and one is expected.")
        return Coding(self.guid(element), codes[0] if codes else "", *self._made(element), tuple(notes))

    def _made(self, element: Any) -> tuple[str, str]:
        return self.reference(element, "creatingUser"), element.get("creationDateTime") or ""

    def _read_media(self, element: Any) -> tuple[MediaSource, list[TextSource]]:
        guid, kind = self.guid(element), _MEDIA[local_name(element)]
        texts: list[TextSource] = []
        selections: list[MediaSelection] = []
        codings: list[Coding] = []
        for child in element:
            name = local_name(child)
            if name in _TEXTS:
                texts.append(self._attached(child, guid))
            elif name.endswith("Selection"):
                selections.append(self._media_selection(child))
            elif name == "Coding":
                codings.append(self._coding(child))
            elif name:
                self.leave(f"{name} in {local_name(element)}")
        self.leave(f"{kind} source, with {len(selections)} selections in it" if selections else f"{kind} source")
        return MediaSource(guid, kind, element.get("name") or "", element.get("path") or "", tuple(selections), tuple(codings)), texts

    def _attached(self, element: Any, of: str) -> TextSource:
        """Read the text of a recording or PDF file; spans between points in time have no positions and are left."""
        for child in list(element):
            if local_name(child) in ("SyncPoint", "TranscriptSelection"):
                self.leave(f"{local_name(child)} in Transcript")
                element.remove(child)
        return self.read_text(element, of)

    def _media_selection(self, element: Any) -> MediaSelection:
        codings = tuple(self._coding(child) for child in element if local_name(child) == "Coding")
        place = tuple((name, self.integer(element, name)) for name in _PLACES if element.get(name) is not None)
        return MediaSelection(self.guid(element), element.get("name") or "", place, codings)

    def _settle(self, source: TextSource, reading: Reading, codes: set[str]) -> TextSource:
        kept = []
        spans = [Span(one.start, one.end, one.name) for one in source.selections]
        known = [(one.start, one.end) for one in spans] if source.text is None else place_spans(source.text, spans, reading)
        for selection, placed in zip(source.selections, known, strict=True):
            if placed is None:
                self.leave("selection that lies outside its text")
                continue
            kept.append(replace(selection, start=placed[0], end=placed[1], codings=self._known(selection.codings, codes)))
        return replace(source, selections=tuple(kept), codings=self._known(source.codings, codes))

    def _settle_media(self, source: MediaSource, codes: set[str]) -> MediaSource:
        selections = tuple(replace(one, codings=self._known(one.codings, codes)) for one in source.selections)
        return replace(source, selections=selections, codings=self._known(source.codings, codes))

    def _known(self, codings: tuple[Coding, ...], codes: set[str]) -> tuple[Coding, ...]:
        known = tuple(coding for coding in codings if coding.code in codes)
        self.left.update(["coding with a code that is not in the codebook"] * (len(codings) - len(known)))
        return known
