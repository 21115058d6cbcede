"""How a masked count reads: tables keep it in English, a page says it in its own language."""

from __future__ import annotations

import re

from peace_analysis.disclosure.masking import NOT_SHOWN, TOO_SMALL
from peace_analysis.wording import _

NUMBER = re.compile(r"\d+")


def say_masked(shown: object) -> str:
    """Say how a masked count reads in the language of the report.

    Args:
        shown: As `disclosure.Masked` words it: "fewer than 3", "all but fewer than 3", "10 or fewer", "not shown", "too few to show".
            Anything else is said as it is.
    """
    text = str(shown)
    if text == NOT_SHOWN:
        return _("not shown")
    if text == TOO_SMALL:
        return _("too few to show")
    number = NUMBER.search(text)
    few = number.group() if number else ""
    if text == f"fewer than {few}":
        return _("fewer than {few}", few=few)
    if text == f"all but fewer than {few}":
        return _("all but fewer than {few}", few=few)
    return _("{few} or fewer", few=few) if text == f"{few} or fewer" else text
