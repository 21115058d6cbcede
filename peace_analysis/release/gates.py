"""Every gate that results have to pass before they are released; what stands in the way is gathered, not only the first of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.errors import PeaceAnalysisError

if TYPE_CHECKING:
    from peace_analysis.anonymize.review import Review
    from peace_analysis.city import City

MOST_PAGES = 20  # faults that are told page by page


def inspect_review(city: City, review: Review) -> list[str]:
    """Say what of the review is not done; nothing where it is complete."""
    if review.complete:
        return []
    left = []
    if not review.signed:
        left.append("nobody has reviewed the removal of names")
    if review.unread:
        left.append(f"{len(review.unread):,} statements of the sample are still to be read")
    if review.n_doubts:
        left.append(f"{review.n_doubts:,} words that the software was unsure of are still to be decided")
    if not left:
        left.append("the bound that city.yml asks for is not reached")
    return [
        f"The review is not complete: {', '.join(left)}.\n"
        f"Do: peace-analysis review {city.key} export; fill in the workbook; peace-analysis review {city.key} import FILE --reviewer AB; "
        f"peace-analysis run {city.key}"
    ]


def pass_gates(city: City, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Let every gate look at a folder that is about to be released.

    Args:
        city: Whose it is.
        folder: All that is to be released.

    Returns:
        What the gates found, for the record; and what stands in the way.
    """
    from peace_analysis.disclosure.leaks import check_leaks
    from peace_analysis.report.published import check_published

    found: dict[str, Any] = {}
    reasons = []
    for name, look in (("leaks", check_leaks), ("small_cells", check_published)):
        try:
            found[name] = look(folder, city)
        except PeaceAnalysisError as error:
            reasons.append(str(error))
    found["accessibility"], faults = inspect_accessibility(folder)
    return found, reasons + faults


def inspect_accessibility(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Look over every page: its markup always, and with axe-core where that and Chromium are there.

    Returns:
        For the record; and the faults, page by page.
    """
    from peace_analysis.report.accessibility import inspect_page
    from peace_analysis.report.axe import HOW_TO_GET_IT, TAGS, find_axe, look_at_pages

    pages = sorted(folder.rglob("*.html"))
    faults = {page: inspect_page(page.read_text(encoding="utf-8")) for page in pages}
    axe = find_axe()
    if axe is not None:
        for page, more in look_at_pages(pages, axe).items():
            faults[page] += more
    lines = [f"  {page.relative_to(folder).as_posix()}: {fault}" for page, found in faults.items() for fault in found]
    record: dict[str, Any] = {"pages": len(pages), "faults": len(lines), "axe": axe.described if axe else None, "rules": list(TAGS)}
    if axe is None:
        record["note"] = HOW_TO_GET_IT
    if not lines:
        return record, []
    more_lines = [f"  ... and {len(lines) - MOST_PAGES} more"] if len(lines) > MOST_PAGES else []
    shown = "\n".join([*lines[:MOST_PAGES], *more_lines])
    return record, [
        f"Pages are not accessible:\n{shown}\nA table or a text that people wrote may cause it; otherwise it is a fault of the software."
    ]
