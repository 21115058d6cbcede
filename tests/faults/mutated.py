"""Seeded damage to files: what transfers, editors, spreadsheets and hostile hands do to them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

# Values that readers stumble over: signs that are digits and no numbers, numbers that are too large, formulas, tags, marks of structure.
ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "inf",
        "9" * 400,
        "²",
        "١٢",
        "½",
        "true",
        "no",
        "null",
        "~",
        "-",
        ".",
        "2026-02-30",
        "0000-00-00",
    ),
    *(
        "2026-04-02T10:00:00Z",
        "=1+1",
        "\x00",
        "\x1b",
        "\ufeff",
        "\u202e",
        "\ud7ff",
        "\U0001f642",
        "a\rb",
        "a\nb",
        '"',
        "'",
        '"""',
        "`",
        "|",
    ),
    *(
        "-->",
        "00:00:01.000 --> 00:00:00.000",
        "<v ",
        "</v>",
        "&amp;",
        "&x;",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<![CDATA[",
        "]]>",
        "{",
        "}",
    ),
    *("[", "]", "[[[[", "&a", "*a", "!!python/object/apply:os.system [x]", "!!binary x", "? ", ": ", "- ", "---", "...", "%YAML 9.9", "\t"),
    *("../../etc/passwd", "C:\\x", "/dev/zero", "x" * 70_000, "A:", "Facilitator:", "#" * 50, "[NAME 1]", "T01", "0x1F", "1_000", ";", ","),
)
DEEP = 20_000
MOST_BYTES = 400_000  # of what comes out; files that are too large have tests of their own


def mutate(data: bytes, kind: str, random: Random) -> bytes:
    """Damage a file's content.

    Args:
        data: A sound file.
        kind: Its ending: what is damaged in it knowing its form.
        random: Where chance comes from.

    Returns:
        Content with one to four things wrong; at times sound by chance.
    """
    ways = _WAYS.get(kind, _TEXT)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        way = random.choice(ways if random.random() < (0.9 if ways is _ARCHIVE else 0.8) else _BYTES)
        data = way(data, random)[:MOST_BYTES]
    return data


# Bytes


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _fill(data: bytes, random: Random) -> bytes:
    start, size = _place(data, random), random.choice((1, 16, 512, 4096))
    filler = random.choice((b"\x00" * size, b"\xff" * size, random.randbytes(size)))
    return data[:start] + filler + data[start + (size if random.random() < 0.7 else 0) :]


def _leave_out(data: bytes, random: Random) -> bytes:
    start = _place(data, random)
    return data[:start] + data[start + random.choice((1, 2, 100, 5000)) :]


def _repeat(data: bytes, random: Random) -> bytes:
    start = _place(data, random)
    piece = data[start : start + random.choice((1, 10, 1000))]
    return data[:start] + piece * random.choice((2, 3, 50)) + data[start:]


def _recode(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "utf-8-sig", "utf-7", "shift_jis")), "replace")


def _nothing(data: bytes, random: Random) -> bytes:
    return random.choice((b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\x00" * 1000))


_BYTES = (_cut, _flip, _flip, _fill, _leave_out, _repeat, _recode, _nothing)
Way = Callable[[bytes, Random], bytes]


# Text


def _on_lines(change: Callable[[list[str], Random], list[str]]) -> Way:
    def way(data: bytes, random: Random) -> bytes:
        return "\n".join(change(data.decode("utf-8", "replace").split("\n"), random)).encode("utf-8", "replace")

    return way


def _swap_lines(lines: list[str], random: Random) -> list[str]:
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return lines


def _drop_lines(lines: list[str], random: Random) -> list[str]:
    start = random.randrange(len(lines))
    return lines[:start] + lines[start + random.choice((1, 1, 3, 20)) :]


def _drop_first(lines: list[str], random: Random) -> list[str]:
    return lines[random.choice((1, 1, 2)) :]


def _double_line(lines: list[str], random: Random) -> list[str]:
    start = random.randrange(len(lines))
    return lines[: start + 1] * random.choice((1, 1, 2)) + lines[start:]


def _put_odd(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    place = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + random.choice(ODD) + lines[at][place:]
    return lines


def _odd_word(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    words = re.split(r"(\s+|[,:;])", lines[at])
    words[random.randrange(len(words))] = random.choice(ODD)
    lines[at] = "".join(words)
    return lines


def _odd_line(lines: list[str], random: Random) -> list[str]:
    lines.insert(random.randrange(len(lines) + 1), random.choice(ODD))
    return lines


def _join_all(lines: list[str], random: Random) -> list[str]:
    return [random.choice((" ", "", "\r", "\r\r\n", "\u2028", "\f")).join(lines)]


def _huge_line(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    lines[at] = (lines[at] or "word ") * random.choice((50, 500))
    return lines


def _indent(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    lines[at] = random.choice((" ", "  ", "\t", "    - ")) + lines[at]
    return lines


def _deep(lines: list[str], random: Random) -> list[str]:
    lines.insert(random.randrange(len(lines) + 1), random.choice(("[", "{", "- ", "(", "<a>", "a: {", "> ", "* ")) * DEEP)
    return lines


_LINES = (
    _swap_lines,
    _drop_lines,
    _drop_first,
    _double_line,
    _put_odd,
    _put_odd,
    _odd_word,
    _odd_line,
    _join_all,
    _huge_line,
    _indent,
    _deep,
)
_TEXT = tuple(map(_on_lines, _LINES))


# Tables


def _on_cells(data: bytes, random: Random) -> bytes:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    except csv.Error:  # an earlier change has left no table
        return data
    rows = _change_cells([list(row) for row in rows if row] or [[""]], random)
    out = io.StringIO()
    csv.writer(out, delimiter=random.choice(",,,;\t|"), lineterminator=random.choice(("\n", "\r\n", "\r"))).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _change_cells(rows: list[list[Any]], random: Random) -> list[list[Any]]:
    column = random.randrange(max(1, len(rows[0])))
    other = random.randrange(max(1, len(rows[0])))
    way = random.randrange(9)
    if way == 0:
        return [row[:column] + row[column + 1 :] for row in rows]
    if way == 1:
        return [[*row[:column], *row[column : column + 1], *row[column:]] for row in rows]
    if way == 2:  # headers change places, or whole columns do
        for row in rows[: random.choice((1, len(rows)))]:
            if max(column, other) < len(row):
                row[column], row[other] = row[other], row[column]
        return rows
    if way == 3:
        return rows[1:] or [[]]
    if way == 4:
        return rows + [list(row) for row in rows[1:]]
    if way == 5:
        return [[row[column] if column < len(row) else ""] for row in rows]
    for _ in range(random.choice((1, 1, 5))):
        row = random.choice(rows if way < 8 else rows[:1])
        if row:
            row[random.randrange(len(row))] = random.choice(ODD)
    return rows


# YAML and JSON: one value becomes something else


def _on_values(data: bytes, random: Random) -> bytes:
    """Give one key of a YAML file another value."""
    lines = data.decode("utf-8", "replace").split("\n")
    keyed = [at for at, line in enumerate(lines) if re.match(r"[\s-]*[\w ]+:", line)]
    if not keyed:
        return data
    at = random.choice(keyed)
    key = lines[at].split(":", 1)[0]
    value = random.choice(
        (*ODD, "[1, 2]", "{a: 1}", "[[a]]", "{a: {b: c}}", "yes", "1", "1.5", "2026-04-02", "!!set {a}", "&a [*a]", "|\n  x")
    )
    lines[at] = random.choice((f"{key}: {value}", f"{key}: {value}\n{key}: {value}", f"{key}x: {value}", f"{key}:", f"? {key}"))
    return "\n".join(lines).encode("utf-8", "replace")


def _on_json(data: bytes, random: Random) -> bytes:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return _flip(data, random)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []):
            places.append((value, key))
            walk(inner)

    walk(content)
    if not places:
        return b"[]"
    holder, key = random.choice(places)
    odd = (*ODD[:20], None, True, 0, -1, 1.5, 10**400, [], {}, [None], {"a": []}, [[[]]], [1, "a"])
    value = random.choice(odd)
    if random.random() < 0.3:
        del holder[key]
    else:
        holder[key] = value
    try:
        return json.dumps(content, ensure_ascii=random.random() < 0.5).encode("utf-8", "replace")
    except ValueError:
        return b"{}"


# Archives of XML


def _on_parts(data: bytes, random: Random) -> bytes:
    """Damage one part of a zip archive and pack it again as it should be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001  (whatever an earlier change did to the archive)
        return _flip(data, random)
    if not parts:
        return data
    heavy = [at for at, (name, content) in enumerate(parts) for _ in range(1 + 6 * (len(content) > 2000)) if not name.endswith("/")]
    at = random.choice(heavy or [0])
    name, content = parts[at]
    way = random.randrange(16)
    if way == 0:
        del parts[at]
    elif way == 1:
        parts[at] = (random.choice(("../x.xml", "/etc/x", "a" * 300, name.upper(), "word/document.xml")), content)
    elif way == 2:
        parts[at] = (name, random.choice((b"\x00" * 30_000_000, b"<a>" * 100_000, b" " * 3_000_000 + content)))
    elif way == 3:
        parts.append((name, content))
    else:
        change = random.choice((_xml_text, _xml_tag, _xml_tag, _xml_attribute, _xml_attribute, _xml_text, _xml_nest, _cut, _flip))
        parts[at] = (name, change(content, random))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def _sub_one(pattern: bytes, data: bytes, random: Random, make: Callable[[re.Match[bytes]], bytes]) -> bytes:
    found = list(re.finditer(pattern, data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + make(match) + data[match.end() :]


def _xml_text(data: bytes, random: Random) -> bytes:
    return _sub_one(rb">[^<]+<", data, random, lambda _: b">" + random.choice(ODD).encode("utf-8", "replace") + b"<")


def _xml_tag(data: bytes, random: Random) -> bytes:
    """Take out a tag, or an element with all in it, or put more of it beside it."""
    tags = list(re.finditer(rb"<([\w:]+)[^<>]*>", data))
    if not tags:
        return data
    tag = random.choice(tags)
    closing = b"</" + tag[1] + b">"
    end = tag.end() if tag[0].endswith(b"/>") or random.random() < 0.2 else data.find(closing, tag.end()) + len(closing)
    element = data[tag.start() : max(end, tag.end())]
    return data[: tag.start()] + random.choice((b"", element * 2, element * 40)) + data[max(end, tag.end()) :]


def _xml_attribute(data: bytes, random: Random) -> bytes:
    odd = random.choice([one for one in ODD if not set(one) & set('<>&"\x00\x1b')])
    return _sub_one(rb'="[^"]*"', data, random, lambda _: b'="' + odd.encode("utf-8", "replace") + b'"')


def _xml_nest(data: bytes, random: Random) -> bytes:
    """Put a tower of elements inside one."""
    opening, closing = random.choice(((b"<w:p>", b"</w:p>"), (b"<a>", b"</a>"), (b"<w:ins><w:r>", b"</w:r></w:ins>")))
    depth = random.choice((50, 2000, DEEP))
    return _sub_one(rb"<[\w:]+[^<>]*[^/<>]>", data, random, lambda found: found[0] + opening * depth + closing * depth)


_ARCHIVE: tuple[Way, ...] = (_on_parts,)
_WAYS: dict[str, tuple[Way, ...]] = {
    ".csv": (*_TEXT, *[_on_cells] * 12),
    ".yml": (*_TEXT, *[_on_values] * 12),
    ".json": (*_TEXT[:6], *[_on_json] * 12),
    ".geojson": (*_TEXT[:6], *[_on_json] * 12),
    ".docx": _ARCHIVE,
    ".xlsx": _ARCHIVE,
    ".qdpx": _ARCHIVE,
    ".pdf": _BYTES,
}
