"""JSON transcripts: the podcast namespace's segments, and the same under the names that speech recognisers give them."""

from __future__ import annotations

import json
import math
from pathlib import Path

from peace_analysis.transcripts.cues import broken
from peace_analysis.transcripts.encoding import read_text
from peace_analysis.transcripts.labels import tidy
from peace_analysis.transcripts.rows import Row, Source, clean, refuse

_KEYS = {
    "text": ("body", "text", "transcript"),
    "speaker": ("speaker", "speakerName", "speaker_label"),
    "start": ("startTime", "start", "start_time"),
    "end": ("endTime", "end", "end_time"),
}


def read(path: Path) -> Source:
    """Read a JSON transcript: an object with `segments`, or a list of segments.

    Returns:
        One row per segment with words; `line` counts segments.

    Raises:
        TranscriptError: If it is no JSON or has no segments; or lists all segments with broken times, by number.
    """
    try:
        content = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise refuse(path, "the file is not JSON.", "Export it again.", line) from error
    segments = content.get("segments") if isinstance(content, dict) else content
    if not isinstance(segments, list) or not all(isinstance(segment, dict) for segment in segments):
        raise refuse(path, "there is no list of `segments` in it.", "Export the transcript as podcast JSON, VTT or SRT.")
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    for number, segment in enumerate(segments, 1):
        found = {what: next((segment[key] for key in keys if segment.get(key) is not None), None) for what, keys in _KEYS.items()}
        text, speaker = found["text"], found["speaker"]
        if not isinstance(text, str) or not (speaker is None or isinstance(speaker, str | int)):
            problems.append((number, "a segment has no words (`body`), or its speaker is no name."))
            continue
        times = [_seconds(found["start"]), _seconds(found["end"])]
        start, end = times
        if any(time is not None and math.isnan(time) for time in times) or (start is not None and end is not None and end < start):
            problems.append((number, "the times of a segment are broken (expected seconds, the end after the start)."))
        elif clean(text):
            label = tidy(str(speaker)) if speaker is not None else ""
            rows.append(Row(clean(text), number, label or None, start, end))
    if problems:
        raise broken(path, problems)
    if not rows:
        raise refuse(path, "its segments hold no words.", "Export it again, or list it under `skip:` in city.yml.")
    return Source(rows)


def _seconds(value: object) -> float | None:
    """Seconds, None where there are none, NaN where they are no number of seconds."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return number if 0 <= number < 1e9 else math.nan
