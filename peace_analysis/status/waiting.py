"""What waits for a person, one look at a time: numbers, ids and days, never words that anybody said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from peace_analysis.status.standing import Waiting

if TYPE_CHECKING:
    from peace_analysis.city import City

Look = Callable[[], tuple[Waiting, ...]]
MOST_IDS = 5  # that are named; of more, how many
SOON = 30  # days before the day of deletion from which it is told
CLOSED = ("declined", "done")  # recommendations that nobody is waited for any more


def list_waiting(city: City, today: date, attempt: Callable[[Look], tuple[Waiting, ...]]) -> list[Waiting]:
    """List what waits for a person, what is overdue first.

    Args:
        city: The city.
        today: The day to judge by.
        attempt: Takes one look; where that fails it keeps the reason and gives nothing.
    """
    looks: tuple[Callable[[], Iterable[Waiting]], ...] = (
        lambda: _custody(city, today),
        lambda: _leaks(city),
        lambda: _review(city),
        lambda: _coding(city),
        lambda: _codebook(city),
        lambda: _recommendations(city, today),
        lambda: _policies(city),
        lambda: _member_checks(city),
        lambda: _release(city),
        lambda: _files(city),
    )
    found = [one for look in looks for one in attempt(lambda look=look: tuple(look()))]  # type: ignore[misc]
    return sorted(found, key=lambda one: not one.overdue)


def _custody(city: City, today: date) -> Iterator[Waiting]:
    """What is past its day, and what will be soon."""
    from peace_analysis.custody import DUE_NAME, inspect_custody, read_due_day

    due = read_due_day(city)
    for problem in inspect_custody(city, today):
        late = due is not None and due < today and problem.file == str(city.restricted_folder / DUE_NAME)
        yield Waiting("custody", f"{problem.file}: {problem.message}", problem.remedy, overdue=late)
    if due is not None and 0 <= (due - today).days <= SOON:
        yield Waiting("custody", f"Raw material is due for deletion on {due}.", f"Delete {city.restricted_folder} by then.")


def _leaks(city: City) -> Iterator[Waiting]:
    """Words for which a publication was refused."""
    from peace_analysis.disclosure.leaks_listed import LISTED_NAME, count_listed

    if n := count_listed(city):
        message = f"{_words(n, 'word')} that stopped the last publication, listed in {city.restricted_folder / LISTED_NAME}."
        remedy = "Add each to `privacy: {names: [...]}` or `{keep: [...]}` in city.yml, or out of the file that you wrote; run again."
        yield Waiting("leaks", message, remedy, n)


def _review(city: City) -> Iterator[Waiting]:
    """Redactions that nobody has looked over."""
    from peace_analysis.exchange.review_files import read_review
    from peace_analysis.tables import STATEMENTS

    if not _is_made(city, STATEMENTS.name):
        return
    review = read_review(city)
    remedy = f"peace-analysis review {city.key} export"
    if review.n_doubts:
        yield Waiting("review", f"{_words(review.n_doubts, 'word')} that the software was unsure of.", remedy, review.n_doubts)
    if review.unread:
        n = len(review.unread)
        yield Waiting("review", f"{_words(n, 'statement')} of the sample to read before the review is complete.", remedy, n)


def _coding(city: City) -> Iterator[Waiting]:
    """Workbooks that are out, and codes on which people differ."""
    from peace_analysis.exchange.coded import read_coded
    from peace_analysis.exchange.coding_files import read_choices, read_codes
    from peace_analysis.exchange.coding_rounds import CODES, INTRUSION, coding_folder, read_rounds
    from peace_analysis.tables import STATEMENTS, THEMES

    rounds = list(read_rounds(city).values())
    for kind, what in ((CODES, "codes"), (INTRUSION, "answers to intrusion tests")):
        asked = [one for one in rounds if one.kind == kind]
        if not asked:
            continue
        back = {row.coder for row in (read_codes(city) if kind == CODES else read_choices(city))}
        missing = [coder for coder in asked[-1].coders if coder not in back]
        if missing:
            message = f"Not handed in: {what} of {', '.join(missing)}, exported on {asked[-1].day}."
            yield Waiting("coding", message, f"peace-analysis coding {city.key} import FILE")
    if not (coding_folder(city) / "codes.csv").is_file() or not all(_is_made(city, table.name) for table in (STATEMENTS, THEMES)):
        return
    coded = read_coded(city, city.load_table(STATEMENTS), city.load_table(THEMES))
    if coded.agreement.n_open:
        message = f"{_words(coded.agreement.n_open, 'statement')} on which coders differ, not settled."
        yield Waiting("coding", message, f"peace-analysis coding {city.key} report", coded.agreement.n_open)
    n_withheld = int((coded.agreement.themes["verdict"] == "withheld").sum())
    if n_withheld:
        message = f"{_words(n_withheld, 'theme')} withheld from the report until that is settled."
        yield Waiting("coding", message, f"peace-analysis coding {city.key} report", n_withheld)


def _codebook(city: City) -> Iterator[Waiting]:
    """Decisions that lead nowhere."""
    from peace_analysis.themes_found import list_lost_decisions

    for notice in list_lost_decisions(city):
        yield Waiting("codebook", notice, "Change or take out the entry in codebook.yml.")


def _recommendations(city: City, today: date) -> Iterator[Waiting]:
    """Recommendations without an answer, past their day, or resting on what is not there any more."""
    from peace_analysis.exchange.recommendations_file import RECOMMENDATIONS_NAME, count_lost_links, read_recommendations

    entries = read_recommendations(city.folder / RECOMMENDATIONS_NAME).recommendations
    late = [one.id for one in entries if one.due is not None and one.due < today and one.status not in CLOSED]
    proposed = [one.id for one in entries if one.status == "proposed" and one.id not in late]
    unexplained = [one.id for one in entries if one.status != "proposed" and not one.is_answered]
    step = f"Write a step into {RECOMMENDATIONS_NAME}."
    for said, ids, remedy, overdue in (
        ("Past the day that was set", late, step, True),
        ("Without an answer", proposed, step, False),
        ("Answered without a reason", unexplained, f"Write the `reason` into {RECOMMENDATIONS_NAME}.", False),
    ):
        if ids:
            yield Waiting("recommendations", f"{said}: {_named(ids)}.", remedy, len(ids), overdue)
    if n_lost := count_lost_links(city.reports_folder):
        message = f"{_words(n_lost, 'link')} to themes or statements that are not there any more."
        yield Waiting("recommendations", message, f"peace-analysis recommendations {city.key}", n_lost)


def _policies(city: City) -> Iterator[Waiting]:
    """Comments without an answer, and representatives who have not spoken."""
    from peace_analysis.exchange.policy_files import has_policies, read_policies

    for policy in read_policies(city) if has_policies(city) else ():
        folder = f"policies/{policy.name}"
        answered = {one.comment for one in policy.dispositions}
        if n := sum(comment.number not in answered for comment in policy.comments):
            yield Waiting(
                "policy", f"{folder}: {_words(n, 'comment')} without an answer.", f"Write rows into {folder}/dispositions.csv.", n
            )
        spoken = {one.representative for one in policy.signoffs}
        n = sum(one not in spoken for one in policy.representatives)
        if policy.signoffs and n:  # before the first of them nobody is waited for
            message = f"{folder}: {_words(n, 'representative')} yet to sign or decline."
            yield Waiting("policy", message, f"Write rows into {folder}/signoffs.csv.", n)


def _member_checks(city: City) -> Iterator[Waiting]:
    """Summary sheets that went out, and of which nothing has come back."""
    from peace_analysis.exchange.coding_rounds import private_folder
    from peace_analysis.exchange.member_checks import read_member_checks
    from peace_analysis.workbench.sheets import SHEETS

    sheets = list((private_folder(city) / SHEETS).glob("*.html"))
    if sheets and not read_member_checks(city).n_remarks:
        message = f"{_words(len(sheets), 'summary sheet')} written, and nothing that people said of them written down."
        yield Waiting("member checks", message, "Write rows into coding/member_checks.csv.", len(sheets))


def _release(city: City) -> Iterator[Waiting]:
    """A risk assessment that nobody has signed; results that were never released, or are newer than their release."""
    from peace_analysis.pipeline.publish import read_build
    from peace_analysis.release.record import read_record, waiting_folder
    from peace_analysis.release.verify import find_releases

    if read_record(waiting_folder(city)) is not None:
        message = f"A risk assessment waits for a signature in {waiting_folder(city)}."
        yield Waiting("release", message, f'Read it, then: peace-analysis release {city.key} --sign "Name, role"')
        return
    build = read_build(city.reports_folder)
    if not build:
        return
    releases = find_releases(city.reports_folder.parent, city.key)
    released = read_build(releases[-1]) if releases else {}
    if not releases:
        yield Waiting("release", "The results are a draft: nothing has been released.", f"peace-analysis release {city.key}")
    elif released.get("fingerprints") != build.get("fingerprints"):
        message = f"The results are newer than the release of {releases[-1].name}."
        yield Waiting("release", message, f"peace-analysis release {city.key}")


def _files(city: City) -> tuple[Waiting, ...]:
    """Nothing waits here; what is wrong with files that no other look reads is told by raising it.

    Raises:
        CityError: Lists every problem.
    """
    from peace_analysis.errors import CityError
    from peace_analysis.exchange.coding_files import inspect_agreed
    from peace_analysis.exchange.refi_qda_gold import GOLD_FOLDER, GOLD_NAME, inspect_gold
    from peace_analysis.exchange.survey_files import inspect_city_survey
    from peace_analysis.population import inspect_population

    gold = inspect_gold(city.folder / GOLD_FOLDER / GOLD_NAME)[1]
    if problems := [*inspect_agreed(city)[1], *gold, *inspect_city_survey(city)[1], *inspect_population(city)[1]]:
        raise CityError(problems)
    return ()


def _is_made(city: City, table: str) -> bool:
    return (city.derived_folder / f"{table}.parquet").is_file()


def _words(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _named(ids: list[str]) -> str:
    shown = ", ".join(ids[:MOST_IDS])
    return shown if len(ids) <= MOST_IDS else f"{shown} and {len(ids) - MOST_IDS} more"
