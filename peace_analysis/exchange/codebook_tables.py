"""A codebook as CSV, in the two forms that free coding programs read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from peace_analysis.exchange.refi_qda_model import Code, walk_codes

_UNDER = ">>"  # QualCoder: what stands before is a category


def taguette_csv(codes: tuple[Code, ...]) -> str:
    """Write codes as Taguette imports them: a header with `tag` and `description`, and `parent` for the code that one stands under.

    Folders of codes are left out: every tag can be given. A name that starts like a formula gets an apostrophe, because spreadsheets
    open this file too.
    """
    rows = [
        (code.name, code.description, above[-1].name if above and above[-1].codable else "")
        for code, above in walk_codes(codes)
        if code.codable
    ]
    return _write([("tag", "description", "parent"), *rows])


def qualcoder_csv(codes: tuple[Code, ...]) -> str:
    """Write codes as QualCoder imports them: no header, `category>>code` and a memo.

    A code with codes under it becomes a code, and a category of the same name that holds those. Names are unique there: a later code of
    the same name gets a number.
    """
    seen: dict[str, int] = {}
    rows = []
    for code, above in walk_codes(codes):
        if not code.codable:
            continue
        n = seen[code.name] = seen.get(code.name, 0) + 1
        own = _part(code.name if n == 1 else f"{code.name} ({n})")
        rows.append((_UNDER.join((*(_part(one.name) for one in above), own)), code.description))
    return _write(rows)


def _part(name: str) -> str:
    return " ".join(name.replace(">", "›").split())


def _write(rows: Sequence[tuple[str, ...]]) -> str:
    from peace_analysis.report.public import neutralise_text

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([neutralise_text(cell) for cell in row] for row in rows)
    return out.getvalue()
