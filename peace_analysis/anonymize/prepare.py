"""Everything that finds identifiers, put together for one city or for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.anonymize.engine import Anonymizer
from peace_analysis.anonymize.spans import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peace_analysis.anonymize.engine import NameReader, NameReading
    from peace_analysis.city import City
    from peace_analysis.settings import Config


class ReadAhead:
    """A reader that has read many texts at once, which is several times faster than text by text.

    Args:
        reader: What reads; a reading of it must not depend on the other texts.
        texts: What it will be asked for; others are read when they come.
    """

    def __init__(self, reader: NameReader, texts: Iterable[str]) -> None:
        self._reader = reader
        distinct = list(dict.fromkeys(normalize(text) for text in texts))
        self._readings = dict(zip(distinct, reader.read(distinct), strict=True))

    @property
    def threshold(self) -> float:
        """Score from which its names count, 0 to 1."""
        return self._reader.threshold

    def read(self, texts: Sequence[str]) -> list[NameReading]:
        """Look readings up."""
        rest = [text for text in dict.fromkeys(texts) if text not in self._readings]
        late = dict(zip(rest, self._reader.read(rest), strict=True)) if rest else {}
        return [self._readings.get(text) or late[text] for text in texts]


def make_anonymizer(
    config: Config | None = None, *, threshold: float | None = None, learned: bool = True, ahead: Iterable[str] = ()
) -> Anonymizer:
    """Prepare to find identifiers with the rules and the learned recogniser.

    Args:
        config: City whose lists and switches hold: `privacy`, neighborhoods, its name; none by default.
        threshold: Lowest score that counts, 0 to 1; by default what was tuned, or the cautious one where `privacy.cautious` asks for it.
        learned: False leaves out the learned recogniser, and misses more names.
        ahead: Texts that will be asked for, in any order: they are read at once.

    Raises:
        ModelError: If weights or sentence model are missing or are not the ones that were expected.
    """
    recognizer: NameReader | None = None
    if learned:
        from peace_analysis.anonymize.recognizer.finder import NameRecognizer

        recognizer = NameRecognizer(cautious=config is not None and config.privacy.cautious)
        if texts := list(ahead):
            recognizer = ReadAhead(recognizer, texts)
    if config is None:
        return Anonymizer(recognizer=recognizer, threshold=threshold)
    return Anonymizer(
        keep=[config.name, *config.plan.neighborhoods, *config.privacy.keep],
        names=config.privacy.names,
        keep_officials=config.privacy.keep_officials,
        recognizer=recognizer,
        threshold=threshold,
    )


def known_people(city: City) -> list[str]:
    """List the names that a city knows beforehand: participants' labels, facilitators and note-takers."""
    staff = [
        name.strip() for column in ("facilitator", "note_taker") for cell in city.sessions[column] for name in str(cell or "").split(";")
    ]
    people = [str(label) for label in city.roster["speaker_label"].dropna()]
    return [name for name in dict.fromkeys([*people, *staff]) if name]
