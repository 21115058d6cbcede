"""What a researcher can do to a theme or a statement, and the entry that each action becomes in codebook.yml or memos.yml.

Every action is checked against what is there now before an entry is made of it: what would not apply is refused and says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from peace_analysis.explore.standing import Standing
from peace_analysis.themes.codebook_entries import Code, Decision

Entry = dict[str, Any]
INITIALS = re.compile(r"\w[\w.-]{0,7}")
MOST_WORDS = 20_000  # characters of one field; more is a mistake of copying


class ActionError(ValueError):
    """An action that cannot be done; its message says why and what to do, in one sentence or two."""


@dataclass(frozen=True)
class Signed:
    """Who acts, why and when."""

    author: str  # initials
    reason: str
    moment: datetime

    @property
    def stamp(self) -> Entry:
        """Author, day and time as an entry has them; the time in UTC, to the millisecond."""
        moment = self.moment.astimezone(UTC)
        return {"author": self.author, "date": moment.date(), "time": moment.strftime("%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"}


@dataclass(frozen=True)
class Made:
    """What an action adds to the files: list of a file -> its new entries."""

    codebook: Mapping[str, list[Entry]] = field(default_factory=dict)
    memos: Mapping[str, list[Entry]] = field(default_factory=dict)
    said: str = ""  # what was done, for the reader


def make_entry(action: Mapping[str, Any], signed: Signed, standing: Standing, quotable: Mapping[str, bool]) -> Made:
    """Turn an action into its entry.

    Args:
        action: `kind` and what that kind needs; as it came, so anything may be wrong with it.
        signed: Who, why and when.
        standing: Themes as they are now.
        quotable: Of each statement, whether its speaker agreed to be quoted.

    Raises:
        ActionError: If it cannot be done.
    """
    if not INITIALS.fullmatch(signed.author):
        raise ActionError("Write your initials first: one to eight letters or digits.")
    kind = action.get("kind")
    if kind == "memo":
        return _memo(action, signed, standing)
    if kind == "quote":
        return _quote(action, signed, standing, quotable)
    if kind not in _DECISIONS:
        raise ActionError("There is no such action.")
    if not signed.reason.strip():
        raise ActionError("Write the reason first: a later reader should know why.")
    what, code, said = _DECISIONS[str(kind)](action, standing)
    decision = {kind: what, "version": next_version(standing, signed), **signed.stamp, "reason": signed.reason.strip()}
    try:
        Decision.model_validate(decision)
        if code:
            Code.model_validate(code)
    except ValidationError as error:
        raise ActionError(_first_problem(error)) from error
    return Made({"codes": [code] if code else [], "decisions": [decision]}, {}, said)


def next_version(standing: Standing, signed: Signed) -> int:
    """Version of the codebook that a decision belongs to: decisions of one day are one version."""
    last = standing.codebook.decisions[-1:]
    if not last:
        return 1
    highest = max(decision.version for decision in standing.codebook.decisions)
    return highest if last[0].date == signed.stamp["date"] else highest + 1


def _rename(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    theme, name = _theme(action, "theme", standing), _text(action, "name", "a name")
    if name == standing.names[theme]:
        raise ActionError(f"{theme} has that name already.")
    _refuse_taken(name, standing, own=(theme,))
    return {"theme": theme, "name": name}, None, f"{theme} has a new name."


def _define(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    theme = _theme(action, "theme", standing)
    if theme in standing.applied.codes:
        raise ActionError(f"{theme} has the code {standing.applied.codes[theme].code}. Change what that says in codebook.yml.")
    code = _code(action, standing, optional=("definition", "use_when", "not_when"))
    _refuse_taken(code["name"], standing, own=(theme,))
    return {"theme": theme, "code": code["code"]}, code, f"{theme} has the code {code['code']} now."


def _merge(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    into = _theme(action, "into", standing)
    given = action.get("themes")
    themes = [_known(one, standing) for one in given] if isinstance(given, list) else []
    themes = [one for one in dict.fromkeys(themes) if one != into]
    if not themes:
        raise ActionError("Choose at least one other theme to merge.")
    if any(("." in one) != ("." in into) for one in themes):
        raise ActionError("A theme and a subtheme cannot be merged. Split the subtheme off first.")
    return {"themes": themes, "into": into}, None, f"{', '.join(themes)} {'is' if len(themes) == 1 else 'are'} part of {into} now."


def _split(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    theme = _theme(action, "theme", standing)
    code = _code(action, standing)
    if action.get("subtheme"):
        part = _theme(action, "subtheme", standing)
        if part == theme or part.partition(".")[0] != theme:
            raise ActionError(f"{part} is no subtheme of {theme}.")
        _refuse_taken(code["name"], standing, own=(part,))
        return {"theme": theme, "subtheme": part, "code": code["code"]}, code, f"{code['code']} is a theme of its own now."
    _refuse_taken(code["name"], standing)
    chosen = _statements(action, standing)
    if outside := [one for one in chosen if theme not in standing.places[one]]:
        raise ActionError(f"{len(outside)} of the statements chosen {'is' if len(outside) == 1 else 'are'} not in {theme}. Choose others.")
    return {"theme": theme, "statements": chosen, "code": code["code"]}, code, f"{_count(chosen)} {code['code']} now."


def _move(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    chosen = _statements(action, standing)
    to = "none" if action.get("to") == "none" else _theme(action, "to", standing)
    if all((to if to != "none" else None) in _held(standing.places[one], to) for one in chosen):
        raise ActionError("They are there already.")
    where = "no theme" if to == "none" else to
    return {"statements": chosen, "to": to}, None, f"{_count(chosen)} in {where} now."


def _count(chosen: list[str]) -> str:
    return "1 statement is" if len(chosen) == 1 else f"{len(chosen)} statements are"


def _held(place: tuple[str | None, str | None], to: str) -> tuple[str | None, ...]:
    """What a statement is in, at the level of what it is moved to."""
    return place[1:] if "." in to else place[:1]


def _aside(action: Mapping[str, Any], standing: Standing) -> tuple[Entry, Entry | None, str]:
    theme = _theme(action, "theme", standing)
    return {"theme": theme}, None, f"{theme} is set aside; its statements fit no theme."


def _quote(action: Mapping[str, Any], signed: Signed, standing: Standing, quotable: Mapping[str, bool]) -> Made:
    chosen = _statements(action, standing)
    if kept := [one for one in chosen if not quotable.get(one)]:
        which = "It" if len(chosen) == 1 else ", ".join(kept)
        raise ActionError(f"Its speaker did not agree to be quoted, or it tells who they are. {which} cannot be marked.")
    new = [one for one in chosen if one not in standing.memos.quotes]
    if not new:
        raise ActionError("It is marked already." if len(chosen) == 1 else "They are marked already.")
    said = f"{new[0]} is marked as a quote." if len(new) == 1 else f"{len(new)} statements are marked as quotes."
    return Made({}, {"quotes": [{"statement": one, **signed.stamp} for one in new]}, said)


def _memo(action: Mapping[str, Any], signed: Signed, standing: Standing) -> Made:
    text = _text(action, "text", "the memo")
    about: Entry = {}
    if action.get("statement"):
        about = {"statement": _statements({"statements": [action["statement"]]}, standing)[0]}
    elif action.get("theme"):
        about = {"theme": _theme(action, "theme", standing)}
    return Made({}, {"memos": [{**about, "text": text, **signed.stamp}]}, "The memo is kept.")


_Maker = Callable[[Mapping[str, Any], Standing], tuple[Entry, Entry | None, str]]
_DECISIONS: dict[str, _Maker] = {
    "rename": _rename,
    "define": _define,
    "merge": _merge,
    "split": _split,
    "move": _move,
    "aside": _aside,
}


def _text(action: Mapping[str, Any], name: str, what: str) -> str:
    value = action.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ActionError(f"Write {what}.")
    if len(value) > MOST_WORDS:
        raise ActionError(f"That is too long: {MOST_WORDS:,} characters at most.")
    return value.strip()


def _theme(action: Mapping[str, Any], name: str, standing: Standing) -> str:
    if not action.get(name):
        raise ActionError("Choose a theme first.")
    return _known(action[name], standing)


def _known(value: object, standing: Standing) -> str:
    if not isinstance(value, str) or value not in standing.names:
        raise ActionError("There is no such theme any more. Choose one of the list.")
    return value


def _refuse_taken(name: str, standing: Standing, own: tuple[str, ...] = ()) -> None:
    """Two themes of one name could not be told apart, so no theme may take a name that stands, however it is spaced or written."""
    plain = " ".join(name.split()).casefold()
    for theme, other in standing.names.items():
        if theme not in own and " ".join(other.split()).casefold() == plain:
            raise ActionError(f"{theme} has that name already. Choose another name, or merge the two.")


def _statements(action: Mapping[str, Any], standing: Standing) -> list[str]:
    given = action.get("statements")
    chosen = list(dict.fromkeys(given)) if isinstance(given, list) and all(isinstance(one, str) for one in given) else []
    if not chosen:
        raise ActionError("Choose a statement first.")
    if any(one not in standing.places for one in chosen):
        raise ActionError("One of the statements is not there. Choose from the list.")
    return chosen


def _code(action: Mapping[str, Any], standing: Standing, optional: tuple[str, ...] = ()) -> Entry:
    code = _text(action, "code", "a code, such as body_cameras")
    if any(entry.code == code for entry in standing.codebook.codes) or code in standing.names:
        raise ActionError(f"There is a code {code} already. Choose another, or merge or move into it.")
    made = {"code": code, "name": _text(action, "name", "a name"), "brief": _text(action, "brief", "one sentence that says what it is")}
    return made | {name: _text(action, name, name) for name in optional if str(action.get(name) or "").strip()}


def _first_problem(error: ValidationError) -> str:
    message = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    return f"{message[:1].upper()}{message[1:]}."
