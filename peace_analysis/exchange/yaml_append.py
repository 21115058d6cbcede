"""Adding entries to a YAML file that people write: what is there stays as they wrote it, comments and all."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_WIDE = 4096  # so that no line of the file is broken anew
_KEY = re.compile(r"^(?P<key>[^\s#].*?):(?=\s|$)", re.MULTILINE)  # whatever begins at the margin may be a key
# A list set as a run sets it: each item begins with a dash after two blanks, all else stands further in.
_ITEMS = re.compile(r"[ \t]*(#[^\n]*)?\n  - [^\n]*\n(\n*(  - |    )[^\n]*\n)*")
_TAIL = re.compile(r"([ \t]*(#[^\n]*)?\n)*")  # what sets a list apart from the next: blank lines and comments
_KEPT = re.compile(r"[|>]\d?\+")  # a text block to which the blank lines after it belong


def append_entries(before: str, entries: Mapping[str, Sequence[Mapping[str, Any]]], *, undone: bool = False) -> str:
    """Add entries at the end of lists of a YAML text.

    Args:
        before: The text; it may be empty, or hold comments only.
        entries: Name of each list -> what is added to it. A list that is not there yet is made.
        undone: It may be taken out again. A blank line that ends a list stays with the item before it then, and outlives the new one.

    Returns:
        The new text.
    """
    from ruamel.yaml.comments import CommentedMap

    if (after := _append_plainly(before, entries, undone=undone)) is not None:
        return after
    yaml = _writer()
    content = yaml.load(before) if before.strip() else None
    comments = ""
    if content is None:  # comments alone would be lost
        comments, content = (before.rstrip() + "\n\n" if before.strip() else ""), CommentedMap()
    for name, rows in entries.items():
        if not rows:
            continue
        if content.get(name) is None:
            content[name] = _copy_rows(rows)
        else:
            content[name].extend(_copy_rows(rows))
    out = io.StringIO()
    yaml.dump(content, out)
    return comments + out.getvalue()


def _append_plainly(before: str, entries: Mapping[str, Sequence[Mapping[str, Any]]], *, undone: bool) -> str | None:
    """Add entries after the last item of their lists, without reading the rest: a long file takes seconds to read.

    Blank lines and comments that stand before the next list stay there. None where the text is not plainly of that kind.
    """
    keys = list(_KEY.finditer(before))
    if not before.endswith("\n") or "\r" in before or "\n..." in before or "\n---" in before:
        return None
    places: dict[int, str] = {}
    for name, rows in entries.items():
        if not rows:
            continue
        mine = [place for place, key in enumerate(keys) if key["key"] == name]
        if len(mine) != 1:
            return None
        start = keys[mine[0]].end()
        end = keys[mine[0] + 1].start() if mine[0] + 1 < len(keys) else len(before)
        items = _ITEMS.match(before, start, end)
        if items is None or not _TAIL.fullmatch(before, items.end(), end):
            return None
        if items.end() < end and (undone or _KEPT.search(items[0])):
            return None
        out = io.StringIO()
        _writer().dump({name: _copy_rows(rows)}, out)
        places[items.end()] = out.getvalue().partition("\n")[2]
    after = before
    for place in sorted(places, reverse=True):
        after = after[:place] + places[place] + after[place:]
    return after if places else None


def _copy_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Copy rows whole: of a day that several share, YAML would write marks (`&id001`, `*id001`) into a file that people edit."""
    return [{name: deepcopy(value) for name, value in row.items()} for row in rows]


def _writer() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes, yaml.allow_unicode = _WIDE, True, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
