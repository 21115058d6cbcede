"""Names of people in one session.

A name that is learned anywhere in a session (roster, introduction, title) is then looked for in all of it, since people who were
introduced once are spoken of by first name, in lower case and misspelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from peace_analysis.anonymize import mentions, phrases, roads, speech, surroundings, vocatives, words
from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.spans import Span
from peace_analysis.anonymize.tokens import PRONOUN, Marks, Text, Token, english_share, is_cased, tokenize

_ENGLISH = 0.6  # share of ordinary words from which a text counts as English


class NameFinder:
    """Finds names of people in the texts of one session."""

    def __init__(self, *, keep: Iterable[str], names: Iterable[str], keep_officials: bool = False) -> None:
        self._keep: dict[str, list[tuple[str, ...]]] = {}  # by first word, longest first
        phrases = {tuple(words.fold(word) for word in phrase.split()) for phrase in (*keep, *speech.LONG_PLACES) if phrase.strip()}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            self._keep.setdefault(phrase[0], []).append(phrase)
        self._names = [name for name in names if name.strip()]
        self._keep_officials = keep_officials

    def find(self, texts: Sequence[str], roster: Sequence[str], known: Iterable[str] = ()) -> list[list[Span]]:
        """Find names.

        Args:
            texts: All texts of one session, as `spans.normalize` gives them.
            roster: Names of the people in the room, as on the participants' list or in the source's speaker labels.
            known: Further names, found by other recognizers in this session.

        Returns:
            Spans of type NAME for each text, in order, none overlapping.
        """
        read = self._read(texts)
        lexicon = Lexicon()
        lexicon.add_all(self._names, "city_list")
        lexicon.add_all(roster, "roster")
        listed = set(lexicon.parts)
        for name in known:
            lexicon.add_person(name, "recognizer")
        street_names = roads.learn_streets(read)
        settled = [(self._kept(text.tokens), roads.mark_roads(text)) for text in read]
        first = [self._mark(text, lexicon, street_names, *held) for text, held in zip(read, settled, strict=True)]
        before = lexicon.copy()
        for text, marks in zip(read, first, strict=True):
            _learn(text, marks, lexicon, listed)
        learned = lexicon.since(before)
        second = [
            self._mark(text, lexicon, street_names, *held) if any(learned.concerns(token) for token in text.tokens) else marks
            for text, marks, held in zip(read, first, settled, strict=True)
        ]
        return [self._join(text, marks) for text, marks in zip(read, second, strict=True)]

    def _read(self, texts: Sequence[str]) -> list[Text]:
        tokens = [tokenize(text) for text in texts]
        share = english_share([token for some in tokens for token in some if not token.capital])
        read = []
        for text, some in zip(texts, tokens, strict=True):
            own = english_share(some)
            english = (own if own is not None else share if share is not None else 1.0) >= _ENGLISH
            read.append(Text(text, some, is_cased(some), english))
        return read

    def _mark(self, text: Text, lexicon: Lexicon, street_names: set[str], kept: Sequence[bool], streets_said: Sequence[bool]) -> Marks:
        """Say for every word which rule takes it for (part of) a name, and how surely."""
        tokens = text.tokens
        marks: Marks = [None] * len(tokens)
        for i, token in enumerate(tokens):
            if kept[i] or token.lower in PRONOUN:
                continue
            mark = mentions.listed(i, text, lexicon) if not streets_said[i] else None
            if mark is None and not streets_said[i]:
                mark = mentions.capital(i, text, street_names) if text.cased and token.capital else mentions.unknown(i, text)
            marks[i] = mark
        phrases.mark_introduced(text, marks, kept)
        phrases.mark_titled(text, marks, kept, streets_said)
        vocatives.mark_addressed(text, marks, kept)
        vocatives.mark_own_people(text, marks, kept)
        vocatives.mark_small_surnames(text, marks, kept)
        phrases.mark_particles(text, marks)
        surroundings.extend(text, marks, kept, streets_said)
        if self._keep_officials:
            surroundings.release_officials(tokens, marks)
        return marks

    def _kept(self, tokens: Sequence[Token]) -> list[bool]:
        """Mark words of the city's own names and of `privacy.keep`; a part of a longer kept name counts only within it."""
        kept = [False] * len(tokens)
        for i, token in enumerate(tokens):
            for phrase in self._keep.get(token.folded, ()):
                if tuple(other.folded for other in tokens[i : i + len(phrase)]) == phrase:
                    kept[i : i + len(phrase)] = [True] * len(phrase)
                    break
        return kept

    def _join(self, text: Text, marks: Marks) -> list[Span]:
        """Make one span of words that stand side by side."""
        spans: list[Span] = []
        tokens = text.tokens
        i = 0
        while i < len(tokens):
            if marks[i] is None:
                i += 1
                continue
            j = i
            while (
                j + 1 < len(tokens)
                and marks[j + 1] is not None
                and tokens[j + 1].gap in (" ", "  ")
                and not tokens[j + 1].opens
                and not tokens[j].text.endswith("'s")
            ):
                j += 1
            best = max((mark for mark in marks[i : j + 1] if mark is not None), key=lambda mark: mark[1])
            end = tokens[j].end
            if (tokens[j].text[-2:] in ("'s", "s'") and not tokens[j].shouted) or tokens[j].text[-2:] == "'S":
                end -= 2 if tokens[j].text[-2] == "'" else 1
            elif text.text[end - 1] == "." and len(tokens[j].text) > 2 and not re.fullmatch(r"(?:[A-Za-z]\.)+", tokens[j].text):
                end -= 1
            spans.append(Span(tokens[i].start, end, "NAME", "", best[1], best[0]))
            i = j + 1
        return spans


def _learn(text: Text, marks: Marks, lexicon: Lexicon, listed: set[str]) -> None:
    """Remember names that this text introduces, for the rest of the session."""
    run: list[str] = []
    for token, mark in zip(text.tokens, marks, strict=True):
        if mark is None or (run and (token.gap not in (" ", "  ") or token.opens)):
            if len(run) > 1:
                lexicon.people.append(tuple(run))
            run = []
        if mark is None:
            continue
        run.append(token.folded)
        rule, score = mark
        ordinary = words.is_ordinary(token.text)
        if (
            rule in ("introduced", "titled", "nickname", "beside_name", "listed_name", "initials")
            and score >= 0.6
            and token.folded not in listed
        ):
            if rule == "initials" or re.fullmatch(r"(?:[A-Za-z]\.){2,3}", token.text):
                lexicon.initials.add(token.folded)
                lexicon.said_initials.add(token.folded)
            elif token.capital or not ordinary:
                lexicon.add_word(token.text, rule)
    if len(run) > 1:
        lexicon.people.append(tuple(run))
