"""How heavy the report's page is, how soon it is painted, and whether that of a large city ever keeps a reader waiting.

    weight        bytes of a report of about 1,000 statements (riverton's, from `make report`, or the one that is named)
    first paint   seconds from opening the file to the first words on the screen
    longest task  milliseconds that the browser was busy without a break: while the page opens, while its search reads it, and while one
                  searches (medians of three). Measured on the page of a city of 20,000 statements in 25 themes (made up; a report sets
                  as many of them under a theme as `report.statements` lets it), and, without a target, on a page that sets all 20,000.

    python benchmarks/page.py [--report FILE] [--statements N] [--check]

Needs Chromium, and playwright.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook, new_output

from peace_analysis import report
from peace_analysis.report.convert import notebook_to_html
from peace_analysis.report.statements import MOST_OF_THEME

TARGETS = {"weight": 2_000_000, "first paint": 1.0, "longest task": 100}
N_THEMES = 25  # as many as a city gets where it does not ask for more
REPEATS = 3
GROUPS = ("residents", "youth", "business", "faith and community", "officers")
WORDS = [
    "street",
    "light",
    "dark",
    "corner",
    "walk",
    "home",
    "police",
    "officer",
    "call",
    "wait",
    "hour",
    "help",
    "school",
    "child",
    "park",
    "night",
    "noise",
    "car",
    "stop",
    "ask",
    "listen",
    "name",
    "respect",
    "answer",
    "phone",
    "report",
    "store",
    "break",
    "window",
    "bus",
    "station",
    "lamp",
    "repair",
    "city",
    "promise",
    "year",
    "neighbor",
    "meeting",
    "young",
    "people",
    "trust",
    "fear",
]
# Tasks of 50 ms and more are told by the browser itself.
WATCH = """window.tasks = [];
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.tasks.push([entry.startTime, entry.duration]); })
    .observe({ type: "longtask", buffered: true });"""
STEPS = {
    "a word in many statements": "lamp",
    "a word in all statements": "the",
    "three words": "lamp night school",
    "a word in none": "zzzz",
}


def make_large_page(n_statements: int, most: int) -> str:
    """Make a page of invented statements: per theme a page with four quotes, and a folded list of at most so many of its statements."""
    draw = random.Random(7)
    pages, lists = [], []
    for theme in range(N_THEMES):
        name = f"{draw.choice(WORDS).capitalize()} and {draw.choice(WORDS)} {theme + 1}"
        quotes = [
            report.quote(f"On {draw.randint(2, 900)} the {' '.join(draw.choices(WORDS, k=32))}.", f"Participant, {draw.choice(GROUPS)}")
            for _ in range(min(most, n_statements // N_THEMES))
        ]
        pages.append(
            report.section(report.heading(3, name, f"theme-{theme + 1}"), report.paragraph("What it is."), *quotes[:4], kind="theme")
        )
        lists.append(report.folded(f"{name}: {len(quotes)} statements", report.join(quotes), kind="statements"))
    parts = {"Theme by theme": report.join(pages), "The statements": report.join(lists)}
    outputs = [
        new_output("display_data", {"text/html": f"{report.heading(2, title, f'part-{n}').markup}\n{part.markup}"})
        for n, (title, part) in enumerate(parts.items())
    ]
    notebook = new_notebook(cells=[new_code_cell("", outputs=[output]) for output in outputs])
    return notebook_to_html(notebook, title="A very large city", draft=True, audience="leaders")


def measure_paint(browser: Any, file: Path) -> float:
    """Seconds to the first words on the screen, median of several openings."""
    seconds = []
    for _ in range(REPEATS):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(file.resolve().as_uri())
        page.wait_for_timeout(300)
        seconds.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000)
        page.context.close()
    return statistics.median(seconds)


def measure_tasks(browser: Any, file: Path) -> dict[str, float]:
    """Longest task of each step, in milliseconds; 0 where none reached 50."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(WATCH)
    longest: dict[str, float] = {}

    def note(step: str) -> None:
        page.wait_for_timeout(400)
        longest[step] = max((duration for _, duration in page.evaluate("window.tasks.splice(0)")), default=0.0)

    page.goto(file.resolve().as_uri())
    while page.locator("#find-said option").count() < 2:
        page.wait_for_timeout(100)
    note("opening it, and reading it for the search")
    for step, words in STEPS.items():
        page.fill("#find-words", words)
        page.wait_for_timeout(300)
        _wait_for_status(page)
        note(f"searching {step}")
    page.fill("#find-words", "")
    note("leaving the search")
    page.select_option("#find-said", index=1)
    _wait_for_status(page)
    note("one group only")
    page.click(".clear")
    page.locator("details.statements summary").first.click()
    note(f"opening a list of {page.locator('details.statements').first.locator('.quote').count():,} statements")
    page.context.close()
    return longest


def _wait_for_status(page: Any) -> None:
    last = ""
    for _ in range(600):
        text = page.locator(".finder [role=status]").inner_text()
        if text and text == last:
            return
        last = text
        page.wait_for_timeout(150)
    raise RuntimeError("the search never ended")


def main() -> int:
    """Print the table; with --check, fail where a target is missed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--report", type=Path, default=root / "reports" / "riverton" / "report.html")
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.report.is_file():
        print(f"{options.report} is not there: `make report` first, or name one with --report.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {"as reported": MOST_OF_THEME, "all on the page": options.statements}
        for name, most in pages.items():
            (Path(folder) / f"{name}.html").write_text(make_large_page(options.statements, most), encoding="utf-8")
        program = Path("/usr/bin/chromium")
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=str(program) if program.exists() else None, args=arguments)
        weight = options.report.stat().st_size
        paint = measure_paint(browser, options.report)
        print(f"{'weight of ' + options.report.parent.name:75} {weight:>10,} bytes")
        print(f"{'first paint of it':75} {paint:>10.2f} s")
        longest = {}
        for name in pages:
            large = Path(folder) / f"{name}.html"
            print(f"{f'{options.statements:,} statements, {name}: weight':75} {large.stat().st_size:>10,} bytes")
            print(f"{f'{options.statements:,} statements, {name}: first paint':75} {measure_paint(browser, large):>10.2f} s")
            runs = [measure_tasks(browser, large) for _ in range(REPEATS)]
            tasks = {step: statistics.median(run[step] for run in runs) for step in runs[0]}
            longest[name] = max(tasks.values())
            for step, milliseconds in tasks.items():
                print(f"{f'{name}: longest task, {step}':75} {milliseconds:>10.0f} ms")
        browser.close()
    measured = {"weight": weight, "first paint": paint, "longest task": longest["as reported"]}
    missed = [name for name, value in measured.items() if value > TARGETS[name]]
    print(f"targets: weight 2 MB, first paint 1 s, longest task 100 ms: {'missed: ' + ', '.join(missed) if missed else 'met'}")
    return int(bool(missed) and options.check)


if __name__ == "__main__":
    sys.exit(main())
