"""Lines of plain text or Markdown -> blocks. Nothing is lost: the blocks' texts, joined by line ends, are the file's text."""

from __future__ import annotations

import re

from peace_analysis.policy.document import Block

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)]|\(?[A-Za-z0-9]{1,3}[.)])\s+")
_LABELLED = re.compile(r"\s*(?:(?:[IVXLC]{1,6}|[A-Z]|\d{1,4})(?:\.[A-Za-z0-9]{1,5})*[.)]|\d{1,4}(?:\.[\w-]+)+)(?:\s|$)")
_BOLD_HEAD = re.compile(r"\s*(?:\*\*|__)(?=\S)([^*_]+)(?:\*\*|__)\s")
_LONGEST_TITLE = 60  # characters
_FENCE = re.compile(r"\s*(?:```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SIGNS, _MOST_SIGNS = ("*", "_", "`", "[", "<!--"), 2_000
_LONGEST_HEADING = 1_000  # characters
_MARKS = (
    (re.compile(r"!?\[([^\]]{0,1000})\]\(([^()\s]{0,2000})(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.{1,5000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)(.{1,5000}?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!<>-])"), r"\1"),
)


def read_lines(text: str) -> list[Block]:
    """Make one block of each heading, paragraph and item.

    Args:
        text: The file's text with `\\n` line ends.

    Returns:
        Blocks whose `source` keeps the file's lines, blank ones after a paragraph with it. Emphasis, links and backslashes are left out of
        `words`, wrapped lines are joined there.
    """
    blocks: list[Block] = []
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = _end_of_block(lines, start)
        end = min(end, len(lines))
        after = end
        while after < len(lines) and not lines[after].strip():
            after += 1
        blocks.append(_block(lines[start:end], lines[start:after], start + 1))
        start = after
    return blocks


def _end_of_block(lines: list[str], start: int) -> int:
    if not lines[start].strip() or _match_heading(lines[start]):
        return start + 1
    if _FENCE.match(lines[start]):
        close = next((at for at in range(start + 1, len(lines)) if _FENCE.match(lines[at])), len(lines) - 1)
        return close + 1
    if _is_bare(lines[start]) or (start > 0 and _is_bare(lines[start - 1]) and _is_title(lines[start].strip())):
        return start + 1
    if _stands_alone(lines[start]) and start + 1 < len(lines) and lines[start + 1].lstrip()[:1].isupper():
        return start + 1
    for at in range(start + 1, len(lines)):
        underlined = at == start + 1 and _UNDERLINE.fullmatch(lines[at]) is not None and bool(lines[at].strip())
        if underlined or not lines[at].strip() or _begins_block(lines[at]):
            return at + underlined
    return len(lines)


def _match_heading(line: str) -> re.Match[str] | None:
    return _HEADING.fullmatch(line) if len(line) <= _LONGEST_HEADING else None


def _begins_block(line: str) -> bool:
    return _match_heading(line) is not None or any(form.match(line) for form in (_BULLET, _LABELLED, _FENCE))


def _stands_alone(line: str) -> bool:
    """Tell a numbered title with its text right below it from a sentence that is wrapped."""
    match = _LABELLED.match(line)
    return match is not None and _is_title(line[match.end() :].strip())


def _is_bare(line: str) -> bool:
    """Tell a number on a line of its own; the line below it is its title."""
    match = _LABELLED.match(line)
    return match is not None and not line[match.end() :].strip()


def _is_title(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3]
    return bool(title) and len(title) <= _LONGEST_TITLE and title[-1].isalpha() and all(word[0].isupper() for word in words)


def _block(own: list[str], all_lines: list[str], number: int) -> Block:
    source, place = "\n".join(all_lines), f"line {number}"
    if heading := _match_heading(own[0]):
        return Block(plain_words(heading[2]), place, source, len(heading[1]))
    if len(own) == 2 and (under := _UNDERLINE.fullmatch(own[1])) and own[0].strip():
        return Block(plain_words(own[0]), place, source, 1 if under[1][0] == "=" else 2)
    words = plain_words("\n".join(own))
    if re.fullmatch(r"[-*_=\s]*", words):
        words = ""
    bold = _BOLD_HEAD.match(own[0])
    return Block(words, place, source, _bold_level(own), plain_words(bold[1]) if bold else "") if source else Block("", place)


def _bold_level(own: list[str]) -> int:
    """Take a short line that is bold from end to end for a heading."""
    line = own[0].strip()
    whole = len(own) == 1 and re.fullmatch(r"(\*\*|__)(?=\S)[^*_]+\1", line)
    return 6 if whole and len(line.split()) <= 12 and not line.rstrip("*_").endswith(".") else 0


def plain_words(text: str) -> str:
    """Take Markdown's marks out of a paragraph and join its lines."""
    if sum(map(text.count, _SIGNS)) <= _MOST_SIGNS:  # a line of ten thousand stars is no emphasis, and would take for ever
        text = _COMMENT.sub(" ", text) if "-->" in text else text
        for pattern, kept in _MARKS:
            text = pattern.sub(kept, text)
    text = re.sub(r"^\s*[*+•]\s+", "- ", text)
    return " ".join(text.replace("\\\n", "\n").split())
