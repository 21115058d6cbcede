"""Whose project comes in: is it of this city's texts, and who coded in it?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.memos_file import Memo
from peace_analysis.exchange.refi_qda_align import match_session
from peace_analysis.exchange.refi_qda_city import MACHINE
from peace_analysis.exchange.refi_qda_codes import guid_of
from peace_analysis.exchange.refi_qda_gold import name_coders
from peace_analysis.exchange.refi_qda_model import Project, codings_of
from peace_analysis.themes.codebook_entries import Codebook

if TYPE_CHECKING:
    from peace_analysis.city import City


def refuse_foreign(city: City, path: Path, project: Project, statements: Mapping[str, Sequence[tuple[str, str]]] | None) -> None:
    """Refuse a project that holds texts, pictures or recordings, and no text of this city.

    Args:
        city: The city.
        path: The project's file, for the message.
        project: The project. One that holds codes alone is nobody's in particular.
        statements: session_id -> its statements, as `align_statements`; None where the city has not been run.

    Raises:
        InputError: If it is of other texts, or nothing can tell.
    """
    if not (project.sources or project.media):
        return
    if statements is None:
        message = "the city has not been run: nothing tells whether the texts of the project are its own."
        remedy = f"Write `peace-analysis run {city.key}` first"
    else:
        ours = {guid_of(city.key, "source", session) for session in statements}
        if any(source.guid in ours for source in project.sources):
            return
        if any(source.text and match_session(source.text, statements, source.name) for source in project.sources):
            return
        message = "none of its texts is one of this city's."
        remedy = "Name the city that was coded"
    raise InputError(Problem(str(path), message, f"{remedy}; or add --codes-only, to take its codes alone into codebook.yml."))


def require_author(city: City, project: Project, memos: Iterable[Memo], codebook: Codebook) -> str:
    """Find the initials of the one person who coded a project.

    Whoever an export of this city lists as a user may know nothing of what was coded since: their initials sign nothing here.

    Raises:
        InputError: If nobody, or several people, coded it, or it is one of those whom an export lists.
    """
    machine = guid_of(city.key, "user", MACHINE)
    people = {memo.author for memo in memos} | {decision.author for decision in codebook.decisions}
    if found := _find_coder(project, machine, people | {guid_of(city.key, "user", name) for name in people}):
        return found
    message = "needs the initials of who decides it: codes would be added to codebook.yml, and the file does not say by whom."
    raise InputError(Problem("import", message, "Write --author AB."))


def _find_coder(project: Project, machine: str, exported: Collection[str]) -> str:
    coders = {coding.user for coding in codings_of(project)} - {machine}
    users = [user for user in project.users if user.guid in coders]
    if len(coders) != 1 or not users or users[0].guid in exported or users[0].name in exported:
        return ""
    return name_coders(project)[users[0].guid]
