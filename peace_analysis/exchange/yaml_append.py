"""Adding entries to a YAML file that people write: what is there stays as they wrote it, comments and all."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

_WIDE = 4096  # so that no line of the file is broken anew


def append_entries(before: str, entries: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Add entries at the end of lists of a YAML text.

    Args:
        before: The text; it may be empty, or hold comments only.
        entries: Name of each list -> what is added to it. A list that is not there yet is made.

    Returns:
        The new text.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes, yaml.allow_unicode = _WIDE, True, True
    yaml.indent(mapping=2, sequence=4, offset=2)
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
