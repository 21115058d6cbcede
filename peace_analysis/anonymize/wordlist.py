"""Lists of words, written as people write them: in a row."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Make a set of the words in a text, parted by white space."""
    return frozenset(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """List the phrases in a text, parted by commas."""
    return tuple(phrase.strip() for phrase in text.split(","))
