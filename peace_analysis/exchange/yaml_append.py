"""Adding entries to a YAML file that people write: what is there stays as they wrote it, comments and all."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_WIDE = 4096  # so that no line of the file is broken anew
_KEY = re.compile(r"^(?P<key>[^\s#].*?):(?=\s|$)", re.MULTILINE)  # whatever begins at the margin may be a key
# A list set as a run sets it: each item begins with a dash after two blanks, all else stands further in. A text block may end in blank
# lines that belong to it, so that there are none at the end.
_ITEMS = re.compile(r"[ \t]*(#[^\n]*)?\n  - [^\n]*\n(  - [^\n]*\n|    [^\n]*\n|\n(?=[^\n]))*")


def append_entries(before: str, entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Add entries at the end of lists of a YAML text.

    Args:
        before: The text; it may be empty, or hold comments only.
        entries: Name of each list -> what is added to it. A list that is not there yet is made.

    Returns:
        The new text.
    """
    from ruamel.yaml.comments import CommentedMap

    if (after := _append_to_last(before, entries)) is not None:
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
            content[name] = [dict(row) for row in rows]
        else:
            content[name].extend(dict(row) for row in rows)
    out = io.StringIO()
    yaml.dump(content, out)
    return comments + out.getvalue()


def _append_to_last(before: str, entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> str | None:
    """Add entries of one list that stands last in the text, without reading the rest: a long file takes seconds to read.

    None where the text is not plainly of that kind.
    """
    filled = {name: rows for name, rows in entries.items() if rows}
    keys = list(_KEY.finditer(before))
    if len(filled) != 1 or not keys or not before.endswith("\n") or "\n..." in before or "\n---" in before:
        return None
    (name, rows), last = next(iter(filled.items())), keys[-1]
    if last["key"] != name or sum(key["key"] == name for key in keys) > 1 or not _ITEMS.fullmatch(before[last.end() :]):
        return None
    out = io.StringIO()
    _writer().dump({name: [dict(row) for row in rows]}, out)
    return before + out.getvalue().partition("\n")[2]


def _writer() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes, yaml.allow_unicode = _WIDE, True, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
