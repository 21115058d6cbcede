"""How sessions were held, in sentences: when, in which languages, with whom in the room, and how words were kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.groups.coverage import SMALL_SESSION
from peace_analysis.report.material import Material, name_of
from peace_analysis.wording import _, marked, ngettext
from peace_analysis.wording.days import say_day

MODE_WORDS = {"in_person": marked("in person"), "virtual": marked("online"), "hybrid": marked("both in person and online")}
FORM_WORDS = {"verbatim": marked("word-for-word transcripts"), "notes": marked("notes"), "summary": marked("summaries")}
LANGUAGE_WORDS = {
    "am": marked("Amharic"),
    "ar": marked("Arabic"),
    "en": marked("English"),
    "es": marked("Spanish"),
    "fr": marked("French"),
    "hm": marked("Hmong"),
    "ht": marked("Haitian Creole"),
    "ko": marked("Korean"),
    "pt": marked("Portuguese"),
    "ru": marked("Russian"),
    "so": marked("Somali"),
    "tl": marked("Tagalog"),
    "uk": marked("Ukrainian"),
    "vi": marked("Vietnamese"),
    "zh": marked("Chinese"),
}
OFFICIALS_COLUMNS = ("officials_present", "police_present")


def mode_words(mode: object) -> str:
    """Say how people met: "in person", "online"."""
    return _(MODE_WORDS[str(mode)]) if str(mode) in MODE_WORDS else name_of(mode)


def form_words(form: object) -> str:
    """Say how the words of a session were kept: "notes"."""
    return _(FORM_WORDS[str(form)]) if str(form) in FORM_WORDS else name_of(form)


def language_words(code: object) -> str:
    """Name a language; the code where we have no name for it."""
    return _(LANGUAGE_WORDS[str(code)]) if str(code) in LANGUAGE_WORDS else str(code)


def when_held(sessions: pd.DataFrame) -> str:
    """Say on which days people met."""
    met = counted(len(sessions), "session", "sessions")
    days = sorted(date.fromisoformat(day) for day in sessions["date"].dropna())
    if not days:
        return _("People met in {sessions}; their dates are not recorded.", sessions=met)
    first, last = say_day(days[0]), say_day(days[-1])
    if first == last:
        return _("People met in {sessions} on {day}.", sessions=met, day=first)
    return _("People met in {sessions} from {first} to {last}.", sessions=met, first=first, last=last)


def say_attended(material: Material) -> str:
    """Say how many people attended, at the start of a sentence; only that there were at least those heard where more may not be told."""
    n = material.n_attended
    if n is None:
        return _("At least {people}", people=counted(material.n_people, "person", "people"))
    return counted(n, "person", "people")


def how_held(sessions: pd.DataFrame) -> str:
    """Say how many sessions were held in person and how many online."""
    return _each(
        sessions["mode"],
        mode_words,
        lambda n, how: ngettext("{n} was held {how}", "{n} were held {how}", n, how=how),
        lambda n, how: ngettext("It was held {how}.", "All were held {how}.", n, how=how),
    )


def how_kept(sessions: pd.DataFrame) -> str:
    """Say how many sessions were kept as transcripts, notes and summaries."""
    return _each(
        sessions["form"],
        form_words,
        lambda n, form: ngettext("{n} was kept as {form}", "{n} were kept as {form}", n, form=form),
        lambda n, form: ngettext("It was kept as {form}.", "All were kept as {form}.", n, form=form),
    )


def languages_spoken(sessions: pd.DataFrame) -> str:
    """Say how many sessions were in each language."""
    return _each(
        sessions["language"],
        language_words,
        lambda n, language: ngettext("{n} was in {language}", "{n} were in {language}", n, language=language),
        lambda _n, language: ngettext("It was in {language}.", "All were in {language}.", len(sessions), language=language),
    )


def sizes_of(sessions: pd.DataFrame) -> str:
    """Say how many sessions were small."""
    small = int((sessions["n_attended"] <= SMALL_SESSION).sum())
    if small == len(sessions):
        return _("Each had {most} people or fewer.", most=SMALL_SESSION)
    return _("{small} of {total} had {most} people or fewer.", small=small, total=len(sessions), most=SMALL_SESSION)


def officials_in_room(sessions: pd.DataFrame) -> str:
    """Say whether police or officials were in the room."""
    column = next((name for name in OFFICIALS_COLUMNS if name in sessions.columns), None)
    if column is None:
        return _("Whether police or officials were present is not recorded.")
    present = int(sessions[column].fillna("").str.strip().str.lower().isin(("yes", "y", "true", "1")).sum())
    if present == 0:
        return _("No session is recorded as having police or officials present.")
    return _(
        "Police or officials were present at {sessions}; people may have spoken less freely there.",
        sessions=counted(present, "session", "sessions"),
    )


def _each(values: pd.Series, words: Callable[[object], str], part: Callable[[int, str], str], whole: Callable[[int, str], str]) -> str:
    """Say how many sessions were of each kind, most frequent first."""
    counts: Mapping[object, int] = values.value_counts().sort_index().sort_values(ascending=False, kind="stable").to_dict()
    said = [(int(n), words(kind)) for kind, n in counts.items()]
    if len(said) == 1:
        return whole(*said[0])
    return f"{listed([part(n, what) for n, what in said])}."
