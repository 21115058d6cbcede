"""Random REFI-QDA projects: nested codes, spans over emoji, accents and line ends, cases of every kind of value, memos, links and sets."""

from __future__ import annotations

import itertools
import uuid

from hypothesis import strategies as st

from peace_analysis.exchange.refi_qda_model import (
    Case,
    Code,
    Coding,
    Group,
    Link,
    Note,
    Project,
    Selection,
    TextSource,
    User,
    Value,
    Variable,
    VariableKind,
)

# What programs stumble over: astral plane, a family of joined emoji, combining accents, both line ends, marks of XML.
PIECES = (
    "\U0001f6b6",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "e\u0301",
    "\u00e9",
    "n\u0303",
    "\r\n",
    "\n",
    "\r",
    "\t",
    "<&>\"'",
    "]]>",
    " ",
    "word",
    "\u05e9",
    "\ufeff",
)
# Names and memos are drawn whole, from all pairs: drawing them piece by piece takes most of the time.
texts = st.sampled_from(["", *PIECES, *(one + other for one in PIECES for other in PIECES)])
# A text that began with a byte-order mark would be read without it: what is written in its place has a test of its own.
contents = st.lists(st.sampled_from(PIECES), max_size=12).map(lambda pieces: "".join(pieces).lstrip("\ufeff"))
names = texts.filter(str.strip)
days = st.dates().map(lambda day: f"{day.isoformat()}T09:30:00Z") | st.just("")
KINDS: dict[VariableKind, st.SearchStrategy[str]] = {
    "Text": names,
    "Boolean": st.sampled_from(["true", "false"]),
    "Integer": st.integers(-(10**6), 10**6).map(str),
    "Float": st.decimals(-1000, 1000, places=3).map(str),
    "Date": st.dates().map(lambda day: day.isoformat()),
    "DateTime": st.dates().map(lambda day: f"{day.isoformat()}T23:59:59Z"),
}


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Projects whose references lead somewhere."""
    numbers = itertools.count(1)
    guid = st.builds(lambda: str(uuid.UUID(int=next(numbers) << 64)))
    users = tuple(User(draw(guid), draw(texts)) for _ in range(draw(st.integers(0, 2))))
    notes = tuple(
        Note(draw(guid), draw(texts), draw(texts), draw(texts), _one_of(draw, users), draw(days)) for _ in range(draw(st.integers(0, 2)))
    )
    note_refs = tuple(note.guid for note in notes)
    codes = tuple(_code(draw, guid, note_refs, depth=draw(st.integers(0, 2))) for _ in range(draw(st.integers(0, 3))))
    flat = _flat(codes)
    variables = tuple(
        Variable(draw(guid), draw(texts), kind, draw(texts)) for kind in draw(st.lists(st.sampled_from(list(KINDS)), max_size=3))
    )
    sources = tuple(_source(draw, guid, users, flat, note_refs, variables) for _ in range(draw(st.integers(0, 2))))
    source_refs = tuple(source.guid for source in sources)
    selections = tuple(selection.guid for source in sources for selection in source.selections)
    codes_of = tuple(code.guid for code in flat[:1])
    cases = tuple(
        Case(draw(guid), draw(texts), draw(texts), codes_of, _values(draw, variables), source_refs, selections)
        for _ in range(draw(st.integers(0, 2)))
    )
    links = tuple(Link(draw(guid), note, flat[0].guid, draw(texts), "OneWay") for note in note_refs if flat)
    sets = (Group(draw(guid), draw(texts), draw(texts), codes_of, source_refs, note_refs),) if draw(st.booleans()) else ()
    about = note_refs[:1]
    parts = (users, codes, variables, cases, sources, (), notes, links, sets, about)
    return Project(draw(texts), draw(texts), _one_of(draw, users), draw(days), draw(texts), *parts)


def _code(draw: st.DrawFn, guid: st.SearchStrategy[str], notes: tuple[str, ...], depth: int) -> Code:
    under = tuple(_code(draw, guid, notes, depth - 1) for _ in range(draw(st.integers(0, 2)))) if depth else ()
    return Code(draw(guid), draw(texts), draw(st.booleans()), draw(st.sampled_from(["", "#D55E00"])), draw(texts), notes[:1], under)


def _flat(codes: tuple[Code, ...]) -> tuple[Code, ...]:
    return tuple(one for code in codes for one in (code, *_flat(code.codes)))


def _source(
    draw: st.DrawFn,
    guid: st.SearchStrategy[str],
    users: tuple[User, ...],
    codes: tuple[Code, ...],
    notes: tuple[str, ...],
    variables: tuple[Variable, ...],
) -> TextSource:
    text = draw(contents)
    selections = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        codings = tuple(Coding(draw(guid), code.guid, _one_of(draw, users), draw(days), notes[:1]) for code in codes[:2])
        selections.append(Selection(draw(guid), start, end, text[start:end], draw(texts), codings, notes, _one_of(draw, users), draw(days)))
    whole = tuple(Coding(draw(guid), code.guid) for code in codes[:1])
    return TextSource(
        draw(guid), draw(texts), text, draw(texts), tuple(selections), whole, notes, _values(draw, variables), created=draw(days)
    )


def _values(draw: st.DrawFn, variables: tuple[Variable, ...]) -> tuple[Value, ...]:
    return tuple(Value(variable.guid, variable.kind, draw(KINDS[variable.kind])) for variable in variables)


def _one_of(draw: st.DrawFn, users: tuple[User, ...]) -> str:
    return draw(st.sampled_from([user.guid for user in users])) if users else ""
