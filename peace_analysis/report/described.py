"""The sentence that says what a theme is about, in the language of the report; the table of themes has it in English."""

from __future__ import annotations

import re

from peace_analysis.charts.labels import listed
from peace_analysis.themes.names import join_words
from peace_analysis.themes.subject_phrases import OFF, PHRASES, SEEMS, SEEMS_BOTH
from peace_analysis.wording import _, marked

PHRASE = re.compile("“[^”]*”")
# Each as `themes.describe.describe_theme` makes it: with phrases, and without any.
SENTENCES = (
    marked("People spoke of {phrases}, mostly when asked how they feel about safety."),
    marked("People spoke of {phrases}, mostly when asked how they want to be served by police."),
    marked("People spoke of {phrases}, in answer to neither of the two standing questions."),
    marked("People spoke of {phrases}, on both standing questions."),
    marked("People spoke of {phrases}, among other things."),
    marked("People made remarks that have few words in common, mostly when asked how they feel about safety."),
    marked("People made remarks that have few words in common, mostly when asked how they want to be served by police."),
    marked("People made remarks that have few words in common, in answer to neither of the two standing questions."),
    marked("People made remarks that have few words in common, on both standing questions."),
    marked("People made remarks that have few words in common, among other things."),
)


def say_description(description: object) -> str:
    """Say what a theme is about in the language of the report.

    Args:
        description: As tables.THEMES has it. One that a person wrote in the codebook stays as written.
    """
    about, text = _say_about(str(description))
    phrases = PHRASE.findall(text)
    for sentence in SENTENCES:
        start, place, end = sentence.partition("{phrases}")
        if not place and text == sentence:
            return f"{about} {_(sentence)}".strip()
        if place and phrases and text == f"{start}{join_words(phrases)}{end}":
            return f"{about} {_(sentence, phrases=listed(phrases))}".strip()
    return str(description)


def _say_about(description: str) -> tuple[str, str]:
    """What a theme seems to be about, in the language of the report, and what its description says after that."""
    if description.startswith(OFF):
        return _(OFF), description.removeprefix(OFF).lstrip()
    for first in PHRASES.values():
        told = SEEMS.format(subject=first)
        if description.startswith(told):
            return _(SEEMS, subject=_(first)), description.removeprefix(told).lstrip()
        if description.startswith(SEEMS_BOTH.partition("{second}")[0].format(first=first)):
            for second in PHRASES.values():
                told = SEEMS_BOTH.format(first=first, second=second)
                if description.startswith(told):
                    return _(SEEMS_BOTH, first=_(first), second=_(second)), description.removeprefix(told).lstrip()
    return "", description
