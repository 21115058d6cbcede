"""Everything that finds identifiers, put together for one city or for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.anonymize.engine import Anonymizer

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.settings import Config


def make_anonymizer(config: Config | None = None, *, threshold: float | None = None, learned: bool = True) -> Anonymizer:
    """Prepare to find identifiers with the rules and the learned recogniser.

    Args:
        config: City whose lists and switches hold: `privacy`, neighborhoods, its name; none by default.
        threshold: Lowest score that counts, 0 to 1; by default what was tuned, or the cautious one where `privacy.cautious` asks for it.
        learned: False leaves out the learned recogniser, and misses more names.

    Raises:
        ModelError: If weights or sentence model are missing or are not the ones that were expected.
    """
    recognizer = None
    if learned:
        from peace_analysis.anonymize.recognizer.finder import NameRecognizer

        recognizer = NameRecognizer(cautious=config is not None and config.privacy.cautious)
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
