"""How much of what should be hidden is hidden, and how much else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpora import Marked

from peace_analysis.anonymize.recognizer.titles import with_titles

_TOKEN = re.compile(r"[^\W_]+")


@dataclass
class Score:
    """Counts over some texts."""

    n: int = 0  # names marked by people
    found: int = 0  # of them those whose every token is covered
    tokens: int = 0  # tokens covered
    right: int = 0  # of them those that belong to a name
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of names whose every token is covered; 1 where there are none."""
        return self.found / self.n if self.n else 1.0

    @property
    def precision(self) -> float:
        """Share of covered tokens that belong to a name; 1 where none is covered."""
        return self.right / self.tokens if self.tokens else 1.0


def score(
    texts: Sequence[Marked],
    covered: Sequence[Sequence[tuple[int, int]]],
    kinds: Iterable[str],
    *,
    also_right: Iterable[str] = (),
    counts: Callable[[str], bool] | None = None,
) -> Score:
    """Compare what a system covers with what people marked.

    Args:
        texts: Marked texts.
        covered: For each the stretches that the system covers.
        kinds: Kinds of mark that are to be found.
        also_right: Kinds that need not be found, but are no mistake when they are.
        counts: Whether a name (its words) is among those asked about; all are by default.
    """
    kinds, fine = set(kinds), set(also_right)
    result = Score()
    for marked, stretches in zip(texts, covered, strict=True):
        tokens = [match.span() for match in _TOKEN.finditer(marked.text)]
        hidden = [_any(stretches, token) for token in tokens]
        unsure = [_any(marked.unsure, token) for token in tokens]
        # Corpora differ in whether a title belongs to the name behind it: it may be covered or not.
        titles = [(with_titles(marked.text, start), start) for start, _, _ in marked.spans]
        unsure = [either or _any(titles, token) for either, token in zip(unsure, tokens, strict=True)]
        right = [_any([(s, e) for s, e, kind in marked.spans if kind in kinds | fine], token) for token in tokens]
        for start, end, kind in marked.spans:
            own = [i for i, (s, e) in enumerate(tokens) if s < end and start < e]
            words = marked.text[start:end]
            if kind not in kinds or not own or any(_any(marked.unsure, tokens[i]) for i in own) or (counts and not counts(words)):
                continue
            result.n += 1
            if all(hidden[i] for i in own):
                result.found += 1
            else:
                result.missed.append(f"{words}  <  {marked.text[max(0, start - 40) : end + 30]!r}")
        for token, is_hidden, is_right, is_unsure in zip(tokens, hidden, right, unsure, strict=True):
            if is_hidden and not is_unsure:
                result.tokens += 1
                result.right += is_right
                if not is_right:
                    result.wrong.append(f"{marked.text[slice(*token)]}  <  {marked.text[max(0, token[0] - 40) : token[1] + 30]!r}")
    return result


def _any(stretches: Iterable[tuple[int, int]], token: tuple[int, int]) -> bool:
    return any(start < token[1] and token[0] < end for start, end in stretches)
