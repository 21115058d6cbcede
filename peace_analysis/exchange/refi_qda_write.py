"""REFI-QDA projects and codebooks as XML and as files: the same values give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from peace_analysis.exchange.refi_qda_model import Case, Code, Codebook, Coding, Group, Note, Project, Selection, TextSource, Value
from peace_analysis.files import write_whole

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT_NAME = "project.qde"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD_JOINER = "\u2060"  # in place of a byte-order mark as first character: as wide, and it stays a character


def write_project(project: Project, path: Path, *, private: bool = False) -> list[str]:
    """Write a project as .qdpx, whole or not at all.

    Args:
        project: What to write; texts go into `sources/`, memos into the XML.
        path: Where to.
        private: Only the owner may read the file and its folder.

    Returns:
        What the file does not carry, one sentence each.
    """
    content = pack_project(project)
    with write_whole(path, "wb", private=private) as file:
        file.write(content)
    return list_losses(project)


def write_codebook(codebook: Codebook, path: Path, *, private: bool = False) -> None:
    """Write codes and sets as .qdc, whole or not at all."""
    content = codebook_xml(codebook)
    with write_whole(path, "wb", private=private) as file:
        file.write(content)


def pack_project(project: Project) -> bytes:
    """Pack a project as .qdpx: `project.qde`, and every text as UTF-8 under its GUID, without dates of the day."""
    parts = {PROJECT_NAME: project_xml(project)}
    parts |= {f"sources/{source.guid}.txt": as_file(source.text).encode() for source in project.sources if source.text is not None}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def list_losses(project: Project) -> list[str]:
    """Say what of a project `write_project` leaves out."""
    counts = Counter(source.kind for source in project.media)
    losses = [f"{kind} sources ({n}) are not written, nor what is coded in them." for kind, n in sorted(counts.items())]
    if n := sum(bool(source.of) for source in project.sources):
        losses.append(f"texts of recordings or PDF files ({n}) are written as texts of their own.")
    return losses


def as_file(text: str) -> str:
    """A text as a file can hold it: half characters and a byte-order mark in front are replaced by others, so that positions stay."""
    whole = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return _WORD_JOINER + whole[1:] if whole.startswith("\ufeff") else whole


def project_xml(project: Project) -> bytes:
    """Write a project as XML, in the order of the schema."""
    from lxml import etree

    root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT})
    _set(root, name=project.name, required=("name",))
    _set(root, origin=project.origin, creatingUserGUID=project.user, creationDateTime=project.created)
    for user in project.users:
        _set(_add(_group(root, "Users"), "User"), guid=user.guid, name=user.name, id=user.id)
    if project.codes:
        _write_codes(_add(_add(root, "CodeBook"), "Codes"), project.codes, notes=True)
    for variable in project.variables:
        element = _add(_group(root, "Variables"), "Variable")
        _set(element, guid=variable.guid, name=variable.name, typeOfVariable=variable.kind, required=("name",))
        _describe(element, variable.description)
    for case in project.cases:
        _write_case(_add(_group(root, "Cases"), "Case"), case)
    for source in project.sources:
        _write_source(_add(_group(root, "Sources"), "TextSource"), source)
    for note in project.notes:
        _write_note(_add(_group(root, "Notes"), "Note"), note)
    for link in project.links:
        element = _add(_group(root, "Links"), "Link")
        _set(element, guid=link.guid, name=link.name, direction=link.direction, originGUID=link.origin, targetGUID=link.target)
    for group in project.sets:
        _write_set(_add(_group(root, "Sets"), "Set"), group, reference="targetGUID")
    _describe(root, project.description)
    _refer(root, "NoteRef", project.about)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def codebook_xml(codebook: Codebook) -> bytes:
    """Write a codebook as XML; memos have no place in it."""
    from lxml import etree

    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK})
    _set(root, origin=codebook.origin)
    _write_codes(_add(root, "Codes"), codebook.codes, notes=False)
    for group in codebook.sets:
        _write_set(_add(_group(root, "Sets"), "Set"), group, reference="guid")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _write_codes(parent: Any, codes: tuple[Code, ...], *, notes: bool) -> None:
    for code in codes:
        element = _add(parent, "Code")
        _set(element, guid=code.guid, name=code.name, required=("name",))
        _set(element, isCodable="true" if code.codable else "false", color=code.color)
        _describe(element, code.description)
        _refer(element, "NoteRef", code.notes if notes else ())
        _write_codes(element, code.codes, notes=notes)


def _write_case(element: Any, case: Case) -> None:
    _set(element, guid=case.guid, name=case.name)
    _describe(element, case.description)
    _refer(element, "CodeRef", case.codes)
    _write_values(element, case.values)
    _refer(element, "SourceRef", case.sources)
    _refer(element, "SelectionRef", case.selections)


def _write_values(element: Any, values: tuple[Value, ...]) -> None:
    for value in values:
        place = _add(element, "VariableValue")
        _refer(place, "VariableRef", (value.variable,))
        _add(place, f"{value.kind}Value").text = clean_text(value.text)


def _write_source(element: Any, source: TextSource) -> None:
    path = f"internal://{source.guid}.txt"
    _set(element, guid=source.guid, name=source.name, plainTextPath=path, creatingUser=source.user, creationDateTime=source.created)
    _describe(element, source.description)
    for selection in source.selections:
        _write_selection(_add(element, "PlainTextSelection"), selection)
    _write_codings(element, source.codings)
    _refer(element, "NoteRef", source.notes)
    _write_values(element, source.values)


def _write_selection(element: Any, selection: Selection) -> None:
    _set(element, guid=selection.guid, name=selection.name)
    _set(element, startPosition=str(selection.start), endPosition=str(selection.end))
    _set(element, creatingUser=selection.user, creationDateTime=selection.created)
    _describe(element, selection.description)
    _write_codings(element, selection.codings)
    _refer(element, "NoteRef", selection.notes)


def _write_codings(element: Any, codings: tuple[Coding, ...]) -> None:
    for coding in codings:
        place = _add(element, "Coding")
        _set(place, guid=coding.guid, creatingUser=coding.user, creationDateTime=coding.created)
        _refer(place, "CodeRef", (coding.code,))
        _refer(place, "NoteRef", coding.notes)


def _write_note(element: Any, note: Note) -> None:
    _set(element, guid=note.guid, name=note.name, creatingUser=note.user, creationDateTime=note.created)
    _describe(element, note.description)
    _add(element, "PlainTextContent").text = clean_text(note.text)


def _write_set(element: Any, group: Group, *, reference: str) -> None:
    _set(element, guid=group.guid, name=group.name, required=("name",))
    _describe(element, group.description)
    for code in group.codes:
        _add(element, "MemberCode").set(reference, code)
    if reference == "targetGUID":
        _refer(element, "MemberSource", group.sources)
        _refer(element, "MemberNote", group.notes)


def clean_text(text: str) -> str:
    """Put U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _add(parent: Any, name: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, parent.tag.rpartition("}")[0] + "}" + name)


def _group(root: Any, name: str) -> Any:
    """The last child if it has this name, else a new one: members come one after another."""
    return root[-1] if len(root) and root[-1].tag.endswith("}" + name) else _add(root, name)


def _set(element: Any, *, required: tuple[str, ...] = (), **attributes: str) -> None:
    for name, value in attributes.items():
        if value or name in required:
            element.set(name, clean_text(value))


def _describe(element: Any, description: str) -> None:
    if description:
        _add(element, "Description").text = clean_text(description)


def _refer(element: Any, name: str, targets: tuple[str, ...]) -> None:
    for target in targets:
        _add(element, name).set("targetGUID", target)
