"""A session as it sounds: each line with its times, cut into cues where a format needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from rendering.programme import Meeting
from rendering.scripts import Line, Script

WORDS_PER_SECOND = 2.2
_SENTENCE_END = (".", "!", "?", "…", '."', '!"', '?"')


@dataclass(frozen=True)
class Spoken:
    """One line with its times in seconds from the beginning."""

    line: Line
    label: str
    start: float
    end: float


@dataclass(frozen=True)
class Cue:
    """Some words of one speaker with their times."""

    label: str
    text: str
    start: float
    end: float
    first: bool  # the speaker's first words since somebody else spoke


@dataclass(frozen=True)
class Talk:
    """One session, ready to be written down."""

    city: str
    script: Script
    meeting: Meeting
    labels: dict[str, str]  # speaker's code -> label in the transcript
    spoken: tuple[Spoken, ...]

    @property
    def rng(self) -> Random:
        """A source of chance of the session's own, always in the same state."""
        return Random(f"{self.city}/{self.script.session_id}/cues")

    @property
    def title(self) -> str:
        """Heading of a document."""
        place = self.city.replace("_", " ").title()
        return f"{place} listening session {self.script.session_id}, {self.meeting.neighborhood}"


def make_talk(city: str, script: Script, meeting: Meeting) -> Talk:
    """Give every line its speaker's label and its times."""
    labels = label_speakers(script, meeting)
    rng = Random(f"{city}/{script.session_id}/times")
    spoken: list[Spoken] = []
    now = 2.0 + rng.random() * 3
    for line in script.lines:
        length = max(0.8, len(line.text.split()) / (WORDS_PER_SECOND * (0.9 + rng.random() * 0.25)))
        spoken.append(Spoken(line, labels[line.speaker], round(now, 2), round(now + length, 2)))
        now += length + 0.3 + rng.random() * (4.0 if line.is_prompt else 2.2)
    return Talk(city, script, meeting, labels, tuple(spoken))


def label_speakers(script: Script, meeting: Meeting) -> dict[str, str]:
    """Say how each speaker is called in the transcript: speaker's code -> label."""
    if meeting.transcript == "R04":  # Polis numbers the people who take part
        return {code: str(number) for number, code in enumerate(script.names)}
    if meeting.transcript == "R10.txt":  # an anonymous transcription service numbers voices as they come up
        voices = dict.fromkeys(line.speaker for line in script.lines)
        return {code: f"Speaker {number}" for number, code in enumerate(voices, 1)}
    return script.names | meeting.labels


def cut_cues(talk: Talk, shortest: int, longest: int) -> Iterator[Cue]:
    """Cut every line into cues of so many words, at the end of a sentence where one is near."""
    rng = talk.rng
    before = ""
    for spoken in talk.spoken:
        words = spoken.line.text.split()
        pace = (spoken.end - spoken.start) / len(words)
        at = 0
        for part in _cut(words, shortest, longest, rng):
            start, end = spoken.start + at * pace, spoken.start + (at + len(part)) * pace
            yield Cue(spoken.label, " ".join(part), round(start, 3), round(end - 0.01, 3), spoken.label != before)
            before = spoken.label
            at += len(part)


def _cut(words: list[str], shortest: int, longest: int, rng: Random) -> Iterator[list[str]]:
    while words:
        length = shortest + int(rng.random() * (longest - shortest + 1))
        ends = [place for place in range(shortest, length + 1) if " ".join(words[:place]).endswith(_SENTENCE_END)]
        length = ends[-1] if ends else length
        if len(words) - length < 4:
            length = len(words)
        yield words[:length]
        words = words[length:]


def clock(seconds: float, mark: str = ".") -> str:
    """Write a time as captions do: 00:12:31.250."""
    whole = round(seconds * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def short_clock(seconds: float) -> str:
    """Write a time as people do: 0:12, 12:31, 1:02:31."""
    minutes, secs = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
