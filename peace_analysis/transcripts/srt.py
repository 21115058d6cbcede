"""SubRip (.srt). Read here and not by the srt library, which takes 0:00:03.5 for 3.005 s and stops at the first oddity."""

from __future__ import annotations

from pathlib import Path

from peace_analysis.transcripts.cues import ALMOST_TIMING, Cue, Known, broken, read_timing, to_rows
from peace_analysis.transcripts.encoding import read_text, split_lines
from peace_analysis.transcripts.rolling import is_rolling, once
from peace_analysis.transcripts.rows import Source, refuse


def read(path: Path, known: Known = lambda _: False) -> Source:
    """Read a SubRip file.

    Args:
        path: The file.
        known: Says whether the session knows a label.

    Returns:
        One row per caption and speaker; a name carries on until the next. Captions without words are left out.

    Raises:
        TranscriptError: If it is empty or has no caption with words; or lists all captions with broken times, by line.
    """
    lines = split_lines(read_text(path))
    cues: list[Cue] = []
    problems: list[tuple[int, str]] = []
    pending: list[tuple[int, str]] = []  # lines after a blank one: a number, or words with an empty line in their middle
    after_blank = True
    for number, line in enumerate(lines, 1):
        if "-->" in line or ALMOST_TIMING.fullmatch(line):
            _end_of_words(cues, pending, problems, after_blank)
            pending = []
            times = read_timing(line)
            if isinstance(times, str):
                problems.append((number, times))
                times = (0.0, 0.0)
            cues.append(Cue(number, *times))
            after_blank = False
        elif not line.strip():
            _keep(cues, pending)
            pending, after_blank = [], True
        else:
            pending.append((number, line))
    _keep(cues, pending)
    if problems:
        raise broken(path, problems)
    cues = [cue for cue in cues if cue.lines]
    if not any(not cue.stray for cue in cues):
        raise refuse(path, "there are no captions with words in it.", "Export it again, or list the file under `skip:` in city.yml.")
    return Source(to_rows(once(cues) if is_rolling(cues) else cues, known))


def _end_of_words(cues: list[Cue], pending: list[tuple[int, str]], problems: list[tuple[int, str]], after_blank: bool) -> None:
    """Settle the lines right above new times: the last one is the caption's number, the others words of the caption before."""
    if pending and pending[-1][1].strip().isdecimal():
        _keep(cues, pending[:-1])
    elif pending and after_blank:
        problems.append((pending[-1][0], "words stand where the number of a caption is expected, above its times."))
    else:
        _keep(cues, pending)


def _keep(cues: list[Cue], words: list[tuple[int, str]]) -> None:
    if not words:
        return
    if cues:
        cues[-1].lines.extend(words)
    else:
        cues.append(Cue(words[0][0], None, None, words, stray=True))
