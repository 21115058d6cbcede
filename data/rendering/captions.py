"""Captions as Zoom, Teams, Webex, YouTube and SRT editors write them."""

from __future__ import annotations

import html
import re
import textwrap
import uuid

from rendering.talk import Cue, Talk, clock, cut_cues

_SPACE = uuid.UUID("6f0c1d52-93c6-4c0e-9d0b-6f3f0f5e7a11")  # identifiers are drawn from it, so that they never change
_BOM = b"\xef\xbb\xbf"
_ZOOM_CUE = (11, 20)  # words; 5 to 10 seconds
_STYLE = "STYLE\n::cue {\n  background: rgba(0, 0, 0, 0.8);\n}\n"


def zoom(talk: Talk) -> bytes:
    """Write numbered cues that each begin with the name."""
    return ("WEBVTT\n\n" + _zoom_cues(talk)).encode()


def zoom_with_notes(talk: Talk) -> bytes:
    """Write Zoom's cues after a byte-order mark, a note and a style, as a captions editor saves them."""
    note = f"NOTE {talk.title}\nchecked by {talk.script.note_taker}\n"
    middle = "\nNOTE the recording was paused here for a minute\n\n"
    cues = _zoom_cues(talk).split("\n\n")
    half = len(cues) // 2
    text = "\n\n".join(cues[:half]) + "\n" + middle + "\n\n".join(cues[half:])
    return _BOM + f"WEBVTT - {talk.script.session_id}\n\n{note}\n{_STYLE}\n{text}".encode()


def _zoom_cues(talk: Talk) -> str:
    return "\n".join(
        f"{number}\n{_times(cue)}\n{html.escape(f'{cue.label}: {cue.text}', quote=False)}\n"
        for number, cue in enumerate(cut_cues(talk, *_ZOOM_CUE), 1)
    )


def teams_open(talk: Talk) -> bytes:
    """Write cues with a <v> tag that nothing closes, and GUIDs as identifiers."""
    guids = (uuid.uuid5(_SPACE, f"{talk.script.session_id}/{number}") for number in range(100_000))
    cues = (f"{guid}\n{_times(cue)}\n<v {cue.label}>{_escape(cue)}\n" for guid, cue in zip(guids, cut_cues(talk, 9, 18), strict=False))
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def teams_closed(talk: Talk) -> bytes:
    """Write cues with a closed <v> tag, numbered below one GUID per call."""
    call = uuid.uuid5(_SPACE, talk.script.session_id)
    cues = (
        f"{call}/{number // 6 + 7}-{number % 6}\n{_times(cue)}\n<v {cue.label}>{_escape(cue)}</v>\n"
        for number, cue in enumerate(cut_cues(talk, 9, 18))
    )
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def webex(talk: Talk) -> bytes:
    """Write cues whose identifier holds number, name and a participant's number."""
    numbers = {label: 2_547_800_000 + uuid.uuid5(_SPACE, label).int % 100_000 for label in talk.labels.values()}
    cues = (
        f'{number} "{cue.label}" ({numbers[cue.label]})\n{_times(cue)}\n{_escape(cue)}\n'
        for number, cue in enumerate(cut_cues(talk, 8, 16), 1)
    )
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def youtube(talk: Talk) -> bytes:
    """Write rolling captions: lower case, no punctuation, no names, each line twice, the time of every word."""
    blocks = ["WEBVTT\nKind: captions\nLanguage: en\n"]
    shown = "[Music]"
    blocks.append(f"00:00:00.080 --> 00:00:01.900 align:start position:0%\n \n{shown}\n")
    for cue in cut_cues(talk, 6, 9):
        words = heard_words(cue.text)
        if not words:
            continue
        pace = (cue.end - cue.start - 0.02) / len(words)
        timed = words[0] + "".join(f"<{clock(cue.start + place * pace)}><c> {word}</c>" for place, word in enumerate(words[1:], 1))
        settled = clock(cue.end - 0.01)
        blocks.append(f"{clock(cue.start)} --> {settled} align:start position:0%\n{shown}\n{timed}\n")
        shown = " ".join(words)
        blocks.append(f"{settled} --> {clock(cue.end)} align:start position:0%\n{shown}\n \n")
    return "\n".join(blocks).encode()


def heard_words(text: str) -> list[str]:
    """Reduce a text to what a speech recogniser writes down: lower-case words and numbers."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def srt(talk: Talk) -> bytes:
    """Write wrapped captions with a name only when the speaker changes; some begin while the one before still speaks."""
    return _srt(talk, 42, "\n")


def srt_with_bom(talk: Talk) -> bytes:
    """Write the same with a byte-order mark and Windows line ends."""
    return _BOM + _srt(talk, 37, "\r\n")


def _srt(talk: Talk, width: int, line_end: str) -> bytes:
    rng = talk.rng
    blocks = []
    cues = list(cut_cues(talk, 7, 12))
    for number, cue in enumerate(cues, 1):
        before = cues[number - 2] if number > 1 else cue
        overlaps = cue.first and number > 1 and rng.random() < 0.2
        start = max(before.start + 0.3, before.end - 1.2) if overlaps else cue.start
        text = f"{cue.label}: {cue.text}" if cue.first else cue.text
        wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        blocks.append("\n".join([str(number), f"{clock(start, ',')} --> {clock(cue.end, ',')}", *wrapped, ""]))
    return "\n".join(blocks).replace("\n", line_end).encode()


def _times(cue: Cue) -> str:
    return f"{clock(cue.start)} --> {clock(cue.end)}"


def _escape(cue: Cue) -> str:
    return html.escape(cue.text, quote=False)
