"""Codes that come from elsewhere as entries of codebook.yml: a deductive codebook, of which the next run makes themes."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peace_analysis.exchange.refi_qda_codes import PROPERTIES
from peace_analysis.exchange.refi_qda_model import Code, walk_codes
from peace_analysis.exchange.yaml_append import append_entries
from peace_analysis.themes.codebook_entries import Code as Entry
from peace_analysis.themes.codebook_entries import Codebook

_LONGEST_CODE = 40
_LONGEST_BRIEF = 200


@dataclass(frozen=True)
class Planned:
    """What codes from elsewhere are here."""

    codes: Mapping[str, str]  # GUID -> code of codebook.yml or theme_id; "" for what is not carried
    new: tuple[Entry, ...]  # to be added to codebook.yml
    left: tuple[str, ...]  # what is not carried, one sentence each


def plan_codes(codes: Sequence[Code], codebook: Codebook, themes: Mapping[str, str], known: Mapping[str, str]) -> Planned:
    """Find what each code is here, and make entries of those that are new.

    Args:
        codes: Codes of a project or codebook.
        codebook: The city's own.
        themes: theme_id -> name, of the last run; none where the city has not been run.
        known: What codes of an export of this city stand for, by GUID.

    Returns:
        A code that was exported from here is what it was; one with the name of a code or theme is that one; a folder is not carried; any
        other is new.
    """
    # What an export says of statements besides themes comes back under its name where a program gave it another GUID.
    by_name = {_fold(name): "" for name, _ in PROPERTIES.values()} if known else {}
    by_name |= {_fold(name): theme for theme, name in themes.items()} | {_fold(entry.name): entry.code for entry in codebook.codes}
    by_name |= {_fold(entry.code): entry.code for entry in codebook.codes}
    taken = {entry.code for entry in codebook.codes} | set(themes)
    placed: dict[str, str] = {}
    new: list[Entry] = []
    left: list[str] = []
    n_under = n_folders = 0
    for code, above in walk_codes(tuple(codes)):
        if code.guid in known:
            placed[code.guid] = known[code.guid]
            if known[code.guid] in themes and _fold(code.name) != _fold(themes[known[code.guid]]):
                left.append(f"{known[code.guid]} has another name there. To take it over, write a `rename` in codebook.yml.")
        elif not code.codable:
            placed[code.guid] = ""
            n_folders += 1
        elif _fold(code.name) in by_name:
            placed[code.guid] = by_name[_fold(code.name)]
        else:
            entry = _make_entry(code, above, taken)
            taken.add(entry.code)
            placed[code.guid] = entry.code
            by_name[_fold(code.name)] = entry.code
            new.append(entry)
            n_under += bool(above)
    if n_under:
        left.append(f"not carried: that codes stand under others ({n_under}). `definition` says where they stood.")
    if n_folders:
        left.append(f"not carried: {n_folders} x folder of codes.")
    return Planned(placed, tuple(new), tuple(left))


def add_codes(before: str, codebook: Codebook, new: Sequence[Entry], *, author: str, day: datetime.date, reason: str) -> str:
    """Add codes to the text of codebook.yml. One with a definition gets a `seed`, so that the next run makes a theme of it.

    Args:
        before: The text; empty where there is no file yet.
        codebook: What it holds.
        new: The codes.
        author: Initials of who decided it.
        day: The day of the decision.
        reason: Why.
    """
    version = max((decision.version for decision in codebook.decisions), default=0) + 1
    codes = [{name: value for name, value in entry.model_dump().items() if value and name != "sentences"} for entry in new]
    seeded = [entry.code for entry in new if entry.definition]
    decisions = [{"seed": {"code": code}, "version": version, "author": author, "date": day, "reason": reason} for code in seeded]
    return append_entries(before, {"codes": codes, "decisions": decisions})


def _make_entry(code: Code, above: tuple[Code, ...], taken: set[str]) -> Entry:
    told = " ".join(code.description.split())
    first = re.split(r"(?<=[.!?])\s", told, maxsplit=1)[0] if told else code.name.strip()
    brief = first if len(first) <= _LONGEST_BRIEF else f"{first[: _LONGEST_BRIEF - 1].rstrip()}…"
    under = f"Part of: {' > '.join(one.name for one in above)}." if above else ""
    definition = "\n".join(part for part in (code.description.strip(), under) if part) if told else ""
    name = code.name.strip() or "Code without a name"
    return Entry(code=_slug(code.name, taken), name=name, brief=brief or name, definition=definition)


def _slug(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    slug = (slug if slug[:1].isalpha() else f"code_{slug}".rstrip("_"))[:_LONGEST_CODE].rstrip("_")
    if slug == "none":  # what a decision moves statements to that fit no theme
        slug = "code_none"
    number, told = 2, slug
    while told in taken:
        ending = f"_{number}"
        told, number = slug[: _LONGEST_CODE - len(ending)] + ending, number + 1
    return told


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
