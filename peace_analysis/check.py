"""Looking a city over before a run: every problem at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peace_analysis.city import CONFIG_NAME, City, Config, find_data, find_reports
from peace_analysis.city_file import inspect_config
from peace_analysis.custody import inspect_custody
from peace_analysis.errors import CityError, InputError, Problem


@dataclass(frozen=True)
class CheckResult:
    """What looking a city over has found."""

    problems: list[Problem]  # a run would refuse these
    notices: list[Problem]  # worth knowing; a run goes on
    summary: str


def check_city(key: str, data: Path | None = None) -> CheckResult:
    """Look over all that people wrote, the tables, every transcript and the keeping of raw material, past any problem to the next.

    Args:
        key: Name of the city's folder.
        data: Folder of all cities.

    Raises:
        CityError: If there is no such city.
    """
    from peace_analysis.boundaries import inspect_boundaries
    from peace_analysis.codebook_file import CODEBOOK_NAME, inspect_codebook
    from peace_analysis.exchange.coding_files import inspect_agreed, inspect_codes
    from peace_analysis.exchange.member_checks import inspect_member_checks
    from peace_analysis.exchange.policy_files import inspect_policies
    from peace_analysis.exchange.recommendations_file import RECOMMENDATIONS_NAME, inspect_recommendations
    from peace_analysis.exchange.refi_qda_gold import GOLD_FOLDER, GOLD_NAME, inspect_gold
    from peace_analysis.exchange.refi_qda_guard import inspect_memos
    from peace_analysis.exchange.survey_files import inspect_city_survey
    from peace_analysis.population import inspect_population
    from peace_analysis.sessions import inspect_roster, inspect_sessions
    from peace_analysis.transcripts import read_city

    data = find_data() if data is None else data
    path = data / key / CONFIG_NAME
    if not path.is_file():
        City.open(key, data)
    config, problems = inspect_config(path)
    city = City(key, data / key, find_reports(data) / key, config or Config(name=key))
    problems += inspect_custody(city)
    problems += inspect_codebook(city.folder / CODEBOOK_NAME)[1]
    problems += inspect_boundaries(city)[1]
    problems += inspect_recommendations(city.folder / RECOMMENDATIONS_NAME)[1]
    problems += [*inspect_codes(city)[1], *inspect_agreed(city)[1], *inspect_gold(city.folder / GOLD_FOLDER / GOLD_NAME)[1]]
    problems += inspect_city_survey(city)[1]
    problems += inspect_policies(city)[1]
    try:
        frame, found = inspect_sessions(city)
    except CityError as error:
        # Without a table of sessions nothing else can be placed.
        return CheckResult(problems + error.problems, [], "")
    problems += found
    city.__dict__["sessions"] = frame
    problems += inspect_member_checks(city)[1]
    problems += inspect_population(city)[1]
    try:
        city.__dict__["roster"], found = inspect_roster(city)
    except CityError as error:
        found = error.problems
        city.__dict__["roster"] = None
    problems += found
    if city.__dict__["roster"] is None:
        return CheckResult(problems, [], "")
    try:
        heard = read_city(city)
    except InputError as error:
        return CheckResult(problems + [problem for problem in error.problems if problem not in problems], [], "")
    utterances = heard.utterances
    n_participants = len(heard.participants)
    n_sessions = utterances["session_id"].nunique()
    summary = f"{n_sessions} sessions, {n_participants} participants, {len(utterances):,} utterances"
    return CheckResult(problems, [*heard.notices, *inspect_memos(city)], summary)
