"""Rules: a pattern, what it finds, and when it is to be believed. Pure; `presidio` makes recognizers of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from peace_analysis.anonymize.spans import Span

Refine = Callable[["re.Match[str]", int, int], "tuple[int, int] | None"]


@dataclass(frozen=True)
class Rule:
    """One pattern for one kind of identifier.

    The group `it`, where the pattern has one, is the identifier and the rest its context. `needs` are words of which one must be in the
    text (lower case) before the pattern is tried: most texts hold no identifier, and a look for a word costs far less than a pattern.
    `refine` may narrow what was matched, or refuse it.
    """

    name: str
    type: str
    pattern: str
    score: float
    subtype: str = ""
    needs: tuple[str, ...] = ()
    digits: bool = False  # the text must hold a digit
    uncased: bool = False  # the text must hold no capital
    refine: Refine | None = None
    flags: int = re.IGNORECASE
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern, self.flags))


def find(text: str, rules: Iterable[Rule]) -> Iterator[Span]:
    """Yield everything that the rules find in a text (as `spans.normalize` gives it), overlaps and all.

    Args:
        text: One utterance.
        rules: Which rules to try.
    """
    lower = text.lower()
    has_digit = _DIGIT.search(text) is not None
    uncased = lower == text
    for rule in rules:
        if (rule.digits and not has_digit) or (rule.uncased and not uncased):
            continue
        if rule.needs:
            for word in rule.needs:  # written out: a call or a generator costs three times as much, and this is the hot loop
                if word in lower:
                    break
            else:
                continue
        named = "it" in rule.compiled.groupindex
        for match in rule.compiled.finditer(text):
            start, end = match.span("it") if named else match.span()
            if start < 0 or start == end:
                continue
            if rule.refine is not None:
                refined = rule.refine(match, start, end)
                if refined is None:
                    continue
                start, end = refined
            yield Span(start, end, rule.type, rule.subtype, rule.score, rule.name)


_DIGIT = re.compile(r"\d")
