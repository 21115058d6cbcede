"""Memos that people wrote elsewhere, as entries of memos.yml, with what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from peace_analysis.exchange.memos_file import MEMOS_NAME, Memo, read_memos
from peace_analysis.exchange.refi_qda_gold import name_coders
from peace_analysis.exchange.refi_qda_model import Project, walk_codes
from peace_analysis.exchange.yaml_append import append_entries
from peace_analysis.files import write_whole

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def collect_memos(project: Project, things: Mapping[str, str], exported: Iterable[str] = ()) -> list[Memo]:
    """Gather a project's memos.

    Args:
        project: The project.
        things: GUID -> the theme, code, statement or session that it is here.
        exported: GUIDs of memos that went out from here: they are here already.

    Returns:
        Memos with words, with their author's initials, day, and the first thing here that they are linked to.
    """
    known = frozenset(exported)
    about: dict[str, str] = {}
    for link in project.links:
        for note, thing in ((link.origin, link.target), (link.target, link.origin)):
            if things.get(thing):
                about.setdefault(note, things[thing])
    named = [(code.guid, code.notes) for code, _ in walk_codes(project.codes)]
    named += [(source.guid, source.notes) for source in project.sources]
    named += [(one.guid, one.notes) for source in project.sources for one in source.selections]
    for thing, notes in named:
        for note in notes:
            if things.get(thing):
                about.setdefault(note, things[thing])
    coders = name_coders(project)
    return [
        Memo(_join(note.name, note.text, note.description), about.get(note.guid, ""), coders.get(note.user, ""), _day(note.created))
        for note in project.notes
        if note.guid not in known and (note.text.strip() or note.description.strip())
    ]


def list_new_memos(folder: Path, memos: Iterable[Memo]) -> list[Memo]:
    """List those memos that are not in memos.yml of a city.

    Raises:
        CityError: If memos.yml is not what it should be.
    """
    there = {(memo.text, memo.about) for memo in read_memos(folder / MEMOS_NAME).memos}
    return [memo for memo in memos if (memo.text, memo.about) not in there]


def add_memos(folder: Path, memos: Iterable[Memo]) -> int:
    """Add memos to memos.yml of a city, each once; returns how many were new.

    Raises:
        CityError: If memos.yml is not YAML.
    """
    path, new = folder / MEMOS_NAME, list_new_memos(folder, memos)
    if new:
        before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
        rows = [{"text": memo.text, "about": memo.about, "author": memo.author, "date": memo.date} for memo in new]
        after = append_entries(before, {"memos": [{name: value for name, value in row.items() if value} for row in rows]})
        with write_whole(path) as file:
            file.write(after)
    return len(new)


def _join(name: str, text: str, description: str) -> str:
    body = "\n".join(part.strip() for part in (description, text) if part.strip())
    head = name.strip()
    return body if not head or body.startswith(head.removesuffix("…")) else f"{head}: {body}"


def _day(created: str) -> str:
    found = _DAY.match(created)
    return found[0] if found else ""
