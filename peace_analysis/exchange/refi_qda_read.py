"""Reading REFI-QDA projects (.qdpx) and codebooks (.qdc) as other programs write them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peace_analysis.errors import InputError, Problem, TranscriptError
from peace_analysis.exchange.refi_qda_model import (
    Case,
    Code,
    Codebook,
    Group,
    Link,
    Note,
    Project,
    User,
    Variable,
    walk_codes,
)
from peace_analysis.exchange.refi_qda_sources import SourceReader
from peace_analysis.exchange.refi_qda_write import CODEBOOK, PROJECT
from peace_analysis.exchange.refi_qda_xml import AGAIN, Reader, local_name, parse_xml, text_of
from peace_analysis.transcripts.archive import MAX_TREE, Archive

_KINDS = frozenset({"Text", "Boolean", "Integer", "Float", "Date", "DateTime"})
_PARTS = ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Description", "NoteRef")


@dataclass(frozen=True)
class ReadProject:
    """A project as it was read."""

    project: Project
    left: tuple[str, ...]  # what is not carried, one sentence each


@dataclass(frozen=True)
class ReadCodebook:
    """A codebook as it was read."""

    codebook: Codebook
    left: tuple[str, ...]


def read_project(path: Path) -> ReadProject:
    """Read a project.

    Args:
        path: A .qdpx file. Only `project.qde` and the plain texts that it names inside the file are opened.

    Returns:
        The project, with positions in code points, and what of it is not carried.

    Raises:
        InputError: If the file is no project, is damaged or unsafe; lists every problem with its line in project.qde.
    """
    try:
        with Archive(path, "a REFI-QDA project (.qdpx)", media=True) as archive:
            parts = {name.replace("\\", "/").casefold(): name for name in archive.names}
            part = parts.get("project.qde") or next((name for key, name in parts.items() if "/" not in key and key.endswith(".qde")), None)
            if part is None:
                raise InputError(Problem(str(path), "there is no project.qde in it.", "Export the project as REFI-QDA (.qdpx) again."))
            content = archive.read(part)
            if len(content) > MAX_TREE:
                raise InputError(Problem(str(path), f"its project.qde has more than {MAX_TREE // 1_000_000} MB.", "Export a part of it."))
            root = parse_xml(content, path)
            reader = _ProjectReader(path, SourceReader(path, archive, parts))
            project = reader.read(root)
    except TranscriptError as error:
        raise InputError([Problem(problem.file, problem.message, AGAIN, problem.line) for problem in error.problems]) from error
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check the path.")) from error
    return ReadProject(project, tuple(reader.tell()))


def read_codebook_file(path: Path) -> ReadCodebook:
    """Read a codebook.

    Args:
        path: A .qdc file.

    Raises:
        InputError: If the file is no codebook, is damaged or unsafe; lists every problem with its line.
    """
    try:
        if path.stat().st_size > MAX_TREE:
            raise InputError(Problem(str(path), f"has more than {MAX_TREE // 1_000_000} MB.", "A codebook is expected."))
        content = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check the path.")) from error
    root = parse_xml(content, path)
    reader = _ProjectReader(path, None)
    codebook = reader.read_codebook(root)
    return ReadCodebook(codebook, tuple(reader.tell()))


class _ProjectReader(Reader):
    def __init__(self, path: Path, sources: SourceReader | None) -> None:
        super().__init__(path)
        self._sources = sources

    def read(self, root: Any) -> Project:
        self._expect(root, PROJECT, "Project")
        assert self._sources is not None
        found: dict[str, list[Any]] = {name: [] for name in _PARTS}
        for name, child in self.children(root, *_PARTS):
            found[name].append(child)
        members = {name: [member for group in found[name] for member in group if local_name(member)] for name in _PARTS[:-2]}
        codes = self._codes([code for group in members["CodeBook"] for code in group])
        project = Project(
            name=root.get("name", self.path.stem),
            origin=root.get("origin") or "",
            user=self.reference(root, "creatingUserGUID"),
            created=root.get("creationDateTime") or "",
            description="".join(text_of(child) for child in found["Description"]),
            users=tuple(User(self.guid(user), user.get("name") or "", user.get("id") or "") for user in members["Users"]),
            codes=codes,
            variables=tuple(self._variable(variable) for variable in members["Variables"]),
            cases=tuple(self._case(case) for case in members["Cases"]),
            notes=tuple(self._note(note) for note in members["Notes"]),
            links=tuple(self._link(link) for link in members["Links"]),
            sets=tuple(self._set(group, "targetGUID") for group in members["Sets"]),
            about=tuple(self.guid(reference, "targetGUID") for reference in found["NoteRef"]),
        )
        project = self._sources.add_sources(project, members["Sources"])
        self.problems += self._sources.problems
        self.left += self._sources.left
        self.told += self._sources.told
        self._check_twice("codes", [code.guid for code, _ in walk_codes(codes)])
        if self.problems:
            raise InputError(sorted(self.problems, key=lambda problem: problem.line or 0))
        return project

    def read_codebook(self, root: Any) -> Codebook:
        # Some programs write the codebook of a project in the project's namespace.
        self._expect(root, PROJECT if root.tag.startswith(f"{{{PROJECT}}}") else CODEBOOK, "CodeBook")
        codes: tuple[Code, ...] = ()
        sets: list[Group] = []
        for name, child in self.children(root, "Codes", "Sets"):
            if name == "Codes":
                codes += self._codes(child)
            else:
                sets += [self._set(group, "guid") for _, group in self.children(child, "Set")]
        self._check_twice("codes", [code.guid for code, _ in walk_codes(codes)])
        if not codes:
            self.refuse(root, "holds no code.")
        if self.problems:
            raise InputError(self.problems)
        return Codebook(codes, tuple(sets), root.get("origin") or "")

    def tell(self) -> list[str]:
        """Say what is not carried, each with its number, in alphabetical order."""
        return [*self.told, *(f"not carried: {n} x {what}." for what, n in sorted(self.left.items()))]

    def _expect(self, root: Any, namespace: str, name: str) -> None:
        if root.tag != f"{{{namespace}}}{name}":
            message = f"is no REFI-QDA {'project' if name == 'Project' else 'codebook'} of version 1.0."
            raise InputError(Problem(str(self.path), message, "Export it as REFI-QDA 1.0.", root.sourceline))

    def _check_twice(self, what: str, guids: list[str]) -> None:
        if twice := [guid for guid, n in Counter(guids).items() if n > 1]:
            self.problems.append(Problem(str(self.path), f"{len(twice)} GUIDs of {what} are there twice.", AGAIN))

    def _codes(self, elements: Any) -> tuple[Code, ...]:
        return tuple(self._code(element) for element in elements if local_name(element) == "Code")

    def _code(self, element: Any) -> Code:
        description, notes, codes = "", [], []
        for name, child in self.children(element, "Description", "NoteRef", "Code"):
            if name == "Description":
                description += text_of(child)
            elif name == "NoteRef":
                notes.append(self.guid(child, "targetGUID"))
            else:
                codes.append(self._code(child))
        codable = (element.get("isCodable") or "true").strip() in ("true", "1")
        color = element.get("color") or ""
        return Code(self.guid(element), self.name(element), codable, color, description, tuple(notes), tuple(codes))

    def _variable(self, element: Any) -> Variable:
        kind = (element.get("typeOfVariable") or "").strip()
        if kind not in _KINDS:
            self.refuse(element, f"{local_name(element)}: `typeOfVariable` is none of {', '.join(sorted(_KINDS))}.")
            kind = "Text"
        description = "".join(text_of(child) for _, child in self.children(element, "Description"))
        return Variable(self.guid(element), self.name(element), kind, description)  # type: ignore[arg-type]

    def _case(self, element: Any) -> Case:
        assert self._sources is not None
        found: dict[str, list[str]] = {"CodeRef": [], "SourceRef": [], "SelectionRef": []}
        description, values = "", []
        for name, child in self.children(element, "Description", "VariableValue", *found):
            if name == "Description":
                description += text_of(child)
            elif name == "VariableValue":
                values += self._sources.read_value(child)
            else:
                found[name].append(self.guid(child, "targetGUID"))
        codes, sources, selections = (tuple(guids) for guids in found.values())
        return Case(self.guid(element), element.get("name") or "", description, codes, tuple(values), sources, selections)

    def _note(self, element: Any) -> Note:
        assert self._sources is not None
        source = self._sources.read_text(element)
        if source.selections or source.codings:
            self.leave("memo with codings in it")
        return Note(source.guid, source.name, source.text or "", source.description, source.user, source.created)

    def _link(self, element: Any) -> Link:
        for _, _child in self.children(element):
            pass  # memos on a link are noted as not carried
        ends = self.reference(element, "originGUID"), self.reference(element, "targetGUID")
        return Link(self.guid(element), *ends, element.get("name") or "", element.get("direction") or "")

    def _set(self, element: Any, reference: str) -> Group:
        found: dict[str, list[str]] = {"MemberCode": [], "MemberSource": [], "MemberNote": []}
        description = ""
        for name, child in self.children(element, "Description", *found):
            if name == "Description":
                description += text_of(child)
            else:
                # Programs write the one attribute where the schema has the other.
                found[name].append(self.guid(child, reference if child.get(reference) else "targetGUID"))
        codes, sources, notes = (tuple(guids) for guids in found.values())
        return Group(self.guid(element), self.name(element), description, codes, sources, notes)
