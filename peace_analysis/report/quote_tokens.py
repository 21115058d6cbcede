"""Tokens of a quote, numbered within it: a number that went on from quote to quote of a session would let them be put together."""

from __future__ import annotations

import re
from collections import defaultdict

TOKEN = re.compile(r"\[([A-Z]+(?: [A-Z]+)*) (\d{1,4})\]")


def renumber_tokens(text: str) -> str:
    """Number the tokens of one quote from 1, kind by kind; the only one of its kind needs no number.

    Args:
        text: Words of one statement, as anonymised: tokens are numbered within its session.

    Returns:
        The same words. Who is the same person in them, and who is not, can still be told: "[NAME 12] told [NAME 7], and [NAME 12]
        laughed" reads "[NAME 1] told [NAME 2], and [NAME 1] laughed", and "I know [NAME 5]" reads "I know [NAME]".
    """
    numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for kind, number in TOKEN.findall(text):
        numbers[kind].setdefault(number, len(numbers[kind]) + 1)

    def say(match: re.Match[str]) -> str:
        of_kind = numbers[match[1]]
        return f"[{match[1]} {of_kind[match[2]]}]" if len(of_kind) > 1 else f"[{match[1]}]"

    return TOKEN.sub(say, text)
