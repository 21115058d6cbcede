"""Words on a figure: names that come from data, made safe to draw and short enough to fit."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from peace_analysis.wording import _, current_language, marked, ngettext

# Marks that turn the direction of what follows; in a name they can make other words read backwards. They draw nothing themselves.
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Control characters but line breaks, lone surrogates, separators of lines and paragraphs, and the last two code points of each plane,
# which are no characters.
UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
AND, OR = marked("and"), marked("or")
# Words that become others before a sound like their own: "padres e hijos", "unos u otros".
BEFORE_SOUNDS = {
    "es": {"y": ("e", re.compile(r"\W*h?[ií](?![aeoáéó])", re.IGNORECASE)), "o": ("u", re.compile(r"\W*h?[oó]", re.IGNORECASE))}
}


def clean_text(value: object, *, lines: bool = False) -> str:
    """Make text from data safe to show in HTML, SVG and plain text.

    Control characters, lone surrogates and code points that are no characters become U+FFFD; marks that override the direction of
    text are left out; everything else stays as written.

    Args:
        value: What to show; anything but a string is shown as `str` gives it.
        lines: Keep line breaks; otherwise runs of white space become one blank.
    """
    text = DIRECTION_MARKS.sub("", str(value))
    text = text.replace("\r\n", "\n").replace("\t", " ") if lines else re.sub(r"[\t\n\r\v\f]+", " ", text).strip()
    return UNPRINTABLE.sub(REPLACEMENT, text)


def wrap(value: object, width: int, max_lines: int = 2) -> str:
    """Break a name over at most `max_lines` lines of `width` characters, ending in an ellipsis where it does not fit."""
    lines = textwrap.wrap(clean_text(value), width, max_lines=max_lines, placeholder=" \N{HORIZONTAL ELLIPSIS}", break_long_words=True)
    return "\n".join(line if len(line) <= width else f"{line[: width - 1]}\N{HORIZONTAL ELLIPSIS}" for line in lines)


def shorten(value: object, width: int) -> str:
    """Cut a name to at most `width` characters, at a blank where there is one, ending in an ellipsis where it does not fit."""
    text = clean_text(value)
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    if text[width - 1] != " " and " " in cut[width // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return f"{cut.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def quoted(value: object, width: int = 60) -> str:
    """Put a name in typographic quotation marks, shortened."""
    plain = shorten(value, width)
    if plain.startswith("\N{LEFT DOUBLE QUOTATION MARK}"):  # a name that is itself somebody's words
        return plain
    return _("\N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}", name=plain)


def listed(names: Sequence[str], last: str = AND) -> str:
    """Join names as in a sentence: "a", "a and b", "a, b and c"; `last` is "and" or "or", said in the language of the report."""
    if len(names) < 2:
        return names[0] if names else ""
    joint = _(last)
    other, sound = BEFORE_SOUNDS.get(current_language(), {}).get(joint, (joint, None))
    return f"{', '.join(names[:-1])} {other if sound and sound.match(names[-1]) else joint} {names[-1]}"


def natural_order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Key to sort names as people do: district 9 before district 10, whatever the case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], name


def counted(n: int, singular: str, plural: str | None = None) -> str:
    """Say a number of things: "1 person", "12 people", "1,204 statements".

    Args:
        n: How many.
        singular: Its name, in English; translated here. Write it and the plural as literal strings, so that the catalogs have them.
        plural: Its plural; with an "s" where it is left out.
    """
    one, many = (words.replace("{", "{{").replace("}", "}}") for words in (singular, plural or f"{singular}s"))
    return f"{n:,} {ngettext(one, many, n)}"


def counted_units(n: int, unit: str) -> str:
    """Say how many people or sessions: "1 person", "12 sessions"; the unit is "participant" or "session"."""
    return counted(n, "session", "sessions") if unit == "session" else counted(n, "person", "people")


def percent(share: float) -> str:
    """Say a share (0 to 1) as whole percent; what is not quite none or all is not rounded to none or all."""
    if 0 < share < 0.005:
        return _("under 1%")
    if 0.995 <= share < 1:
        return _("over 99%")
    return f"{share:.0%}"


def unit_words(unit: str, n: int = 2) -> str:
    """Name what is counted: "people" or "sessions"."""
    return ngettext("session", "sessions", n) if unit == "session" else ngettext("person", "people", n)
