"""Entries of codebook.yml and memos.yml as text: added at the end, and the last one taken back. All else stays as people wrote it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from peace_analysis.exchange.yaml_append import append_entries

LISTS = ("decisions", "memos", "quotes")
_WIDE = 4096


@dataclass(frozen=True)
class Own:
    """An entry that was made in the explorer: it has the time of day, which nobody writes by hand."""

    list_name: str
    place: int  # in its list, from 0
    author: str
    day: str
    time: str
    kind: str  # "rename", "memo", ...
    about: str  # theme or statement; ids only

    @property
    def moment(self) -> tuple[str, str]:
        """Sorts entries by when they were made."""
        return self.day, self.time


@lru_cache(maxsize=4)
def list_own(text: str) -> tuple[Own, ...]:
    """List the entries of a file that were made in the explorer, in the order of their lists."""
    content = _load(text)
    found = []
    for name in LISTS:
        rows = content.get(name)
        for place, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, Mapping) and row.get("time"):
                kind, about = _describe(name, row)
                found.append(Own(name, place, str(row.get("author", "")), str(row.get("date", "")), str(row["time"]), kind, about))
    return tuple(found)


def last_own(texts: Mapping[str, str], author: str, today: date) -> tuple[str, Own] | None:
    """Find the entry that undo takes back: the last that these initials made in the explorer today.

    Args:
        texts: Name of each file -> its text.
        author: Initials.
        today: The day, in UTC.

    Returns:
        Name of its file and the entry; none where there is none.
    """
    mine = [(name, own) for name, text in texts.items() for own in list_own(text) if own.author == author and own.day == today.isoformat()]
    return max(mine, key=lambda pair: (pair[1].moment, pair[1].place)) if mine else None


def is_last(text: str, own: Own) -> bool:
    """Whether no later entry of its list stands on it."""
    return len(_load(text)[own.list_name]) == own.place + 1


def take_back(text: str, own: Own) -> str:
    """Take an entry out of a file, with the code that came with it where there is one.

    A list that is left empty goes too, so that the text is again what it was before the entry.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes, yaml.allow_unicode = _WIDE, True, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    content: Any = yaml.load(text)
    row = content[own.list_name].pop(own.place)
    came_with = row[own.kind].get("code") if own.kind in ("define", "split") else None
    if came_with:
        content["codes"] = _without(content["codes"], came_with)
    for name in (own.list_name, "codes"):
        if name in content and not content[name]:
            del content[name]
    if not content:
        return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue()


def add_made(text: str, lists: Mapping[str, list[dict[str, Any]]]) -> str:
    """Add entries at the end of their lists."""
    return append_entries(text, lists, undone=True)


def _without(codes: Any, code: str) -> Any:
    for place, entry in enumerate(codes):
        if entry.get("code") == code:
            codes.pop(place)
            break
    return codes


def _describe(name: str, row: Mapping[str, Any]) -> tuple[str, str]:
    if name != "decisions":
        return name.removesuffix("s"), str(row.get("theme") or row.get("statement") or "")
    kind = next((key for key in row if key in ("rename", "merge", "split", "move", "define", "aside")), "")
    what = row.get(kind)
    about = (what.get("into") or what.get("theme") or what.get("to") or "") if isinstance(what, Mapping) else ""
    return str(kind), str(about)


def _load(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="rt", pure=True).load(text) if text.strip() else None
    except YAMLError:
        return {}
    return content if isinstance(content, dict) else {}
