"""Words that are shown under the name of a small group, such as comments on a policy: what tells too much of somebody is not shown.

A statement of a session can be quoted without its group. A comment stands under its group wherever it is shown or answered, and a group has
a handful of representatives. So what would be quoted without a group is not shown here, nor what force did to the writer or to
somebody near: those who were there know whose story it is.

Source:
    METHODS section 5, as in `personal_matters`.
"""

from __future__ import annotations

import re

from peace_analysis.anonymize.personal_matters import is_too_telling, tells_personal_matter
from peace_analysis.anonymize.statements import split_sentences

_OURS = re.compile(r"\b(?:my|our)\s+(?!own\b)[a-z]|\bof\s+(?:mine|ours)\b|\b(?:mi|mis|nuestr[oa]s?)\s+[a-z]", re.IGNORECASE)
_HARM = re.compile(
    r"""\b(?:
      tackled | grabbed | cuffed | handcuffed | kicked | punched | slammed | dragged | choked | tased | tasered
    | (?:got|was|were|been)\ (?:bit|bitten|hit|hurt|shot|stabbed|beaten|killed|arrested) | pregnan\w+
    | bit\ (?:me|my|him|her) | pepper[-\ ]spray\w* | sprayed | (?:took|threw|pinned|knocked)\ (?:\w+\ ){1,2}down | knee\ on
    | scars? | bruis\w+ | marks\ on\ my
    | (?:cannot|can't|can\ not|couldn't|could\ not)\ (?:\w+\ )?(?:feel|breathe|open\ (?:my|his|her)\ eyes)
    | never\ (?:was|been|be)\ the\ same | during\ an?\ (?:episode|crisis|seizure)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFELL = re.compile(r"\bhappened\ to\ (?:me|us|(?:my|our)\ \w+)\b", re.IGNORECASE)
_NUMBER = (
    r"(?:\d{1,2}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_AGE = re.compile(
    rf"\b(?:is|was|were|turned|turns|'s)\s+(?:only\s+|just\s+)?{_NUMBER}(?:\s+years\s+old|\s+when\b|\s*[.,;!?]|\s*$)|\bin\s+(?:her|my)\s+\w+\s+month\b",
    re.IGNORECASE,
)


def tells_too_much(text: str) -> bool:
    """Tell whether words may not be shown under the name of a small group.

    They speak of an illness, a case or a crime of their writer or of somebody near, or say too much of their writer to be quoted at all
    (both as in statements); of what force did to one of them; or of the age of somebody near.

    Args:
        text: Anonymised words; sentences that stand together are given together.
    """
    plain = text.replace("’", "'")
    if is_too_telling(plain) or tells_personal_matter(plain) or _BEFELL.search(plain):
        return True
    sentences = split_sentences(plain)
    pairs = zip(sentences, ["", *sentences], strict=False)
    return any((_HARM.search(one) or _AGE.search(one)) and _OURS.search(f"{before} {one}") for one, before in pairs)
