"""WebVTT: Zoom, Teams, Webex, YouTube, podcasts.

The blocks are read here and not by webvtt-py, which drops broken cues and words without times silently, gives no line numbers, leaves
entities escaped and knows one voice per cue only.
"""

from __future__ import annotations

import re
from pathlib import Path

from peace_analysis.transcripts.cues import ALMOST_TIMING, Cue, Known, broken, read_timing, to_rows
from peace_analysis.transcripts.encoding import read_text, split_lines
from peace_analysis.transcripts.labels import tidy
from peace_analysis.transcripts.rolling import is_rolling, once
from peace_analysis.transcripts.rows import Source, refuse

_BLOCK = re.compile(r"(?:STYLE|REGION)\s*|NOTE(?:\s.*)?")
_WEBEX = re.compile(r'\s*\d+\s+"(?P<name>[^"]+)"(?:\s*\([^()]*\))?\s*')
_HEADER = re.compile(r"(?:Kind|Language|Style|Region|X-TIMESTAMP-MAP)\s*[:=].*|##\s*|::cue.*|\s*[{}].*")


def read(path: Path, known: Known = lambda _: False) -> Source:
    """Read a WebVTT file.

    Args:
        path: The file.
        known: Says whether the session knows a label.

    Returns:
        One row per cue and speaker. Notes, styles, regions and cues without words are left out; words that stand without times stay
        with the cue before them; rolling captions keep each spoken word once.

    Raises:
        TranscriptError: If it is empty, no WebVTT or has no cue with words; or lists all cues with broken times, by line.
    """
    lines = split_lines(read_text(path))
    if not re.match(r"WEBVTT(?:\s|$)", lines[0]) and not any("-->" in line for line in lines):
        raise refuse(path, "the first line is not WEBVTT, and there are no cues.", "Export the captions again as WebVTT.", 1)
    cues = _cues(path, lines)
    if not any(not cue.stray for cue in cues):
        raise refuse(path, "there are no cues in it.", "Export the captions again, or list the file under `skip:` in city.yml.")
    rows = to_rows(once(cues) if is_rolling(cues) else cues, known)
    if not rows:
        raise refuse(path, "its cues hold no words.", "Export the captions again, or list the file under `skip:` in city.yml.")
    return Source(rows)


def _cues(path: Path, lines: list[str]) -> list[Cue]:
    cues: list[Cue] = []
    problems: list[tuple[int, str]] = []
    for block in _blocks(lines):
        body = block
        if not cues and body[0][1].startswith("WEBVTT"):
            continue
        if _BLOCK.fullmatch(body[0][1]) and not (len(body) > 1 and "-->" in body[1][1]):
            continue
        at = next((index for index, (_, line) in enumerate(body[:2]) if _looks_like_times(line)), None)
        if at is None:
            stray = not cues
            if not (stray and all(_HEADER.fullmatch(line) for _, line in body)):
                last = cues[-1] if cues else None
                cues.append(Cue(body[0][0], None, None, body, last.named if last else None, stray))
            continue
        number, line = body[at]
        times = read_timing(line)
        if isinstance(times, str):
            problems.append((number, times))
            continue
        name = _WEBEX.fullmatch(body[0][1]) if at else None
        cues.append(Cue(number, *times, body[at + 1 :], tidy(name["name"]) if name else None))
    if problems:
        raise broken(path, problems)
    return cues


def _looks_like_times(line: str) -> bool:
    return "-->" in line or ALMOST_TIMING.fullmatch(line) is not None


def _blocks(lines: list[str]) -> list[list[tuple[int, str]]]:
    """Cut a file at its empty lines, and before times that follow words without an empty line."""
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, 1):
        block = blocks[-1]
        if not line:
            if block:
                blocks.append([])
        elif "-->" in line and (len(block) > 1 or (block and ("-->" in block[0][1] or block[0][1].startswith("WEBVTT")))):
            # After a line of spaces, which looks empty to a person, the next one is the new cue's identifier.
            identifier = [block.pop()] if len(block) > 2 and not block[-2][1].strip() else []
            blocks.append([*identifier, (number, line)])
        else:
            block.append((number, line))
    return [block for block in blocks if any(line.strip() for _, line in block)]
