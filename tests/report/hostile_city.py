"""An invented city whose every field holds hostile words: settings, sessions, people, transcripts, codebook.

Four sessions of twelve people, two by two in two neighborhoods and two groups, so that every name is shown somewhere.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from hostile_words import HOSTILE

from peace_analysis.settings import Study

KEY = "hostile"
SUBJECTS = {
    "dark_streets": [
        "The street lights on our block have been dark for months {} and we walk home afraid of every shadow.",
        "Fix the broken lamps on the corner {} because nobody can see who is standing there at night.",
        "I carry a flashlight since the lamps went out {} and the alley has no light at all.",
    ],
    "slow_answers": [
        "When we called for help the police came after two hours {} and the man was long gone by then.",
        "The dispatcher put me on hold {} and no officer ever came to take the report.",
        "Officers should answer every emergency call faster {} or at least say when they will arrive.",
    ],
    "respect": [
        "Officers should greet people by name {} and listen to our young people before they judge them.",
        "I want police to speak with respect {} and explain why they stopped my car.",
        "My children are scared of the officers {} because they shout and never listen to us.",
    ],
}
# What stage 1 takes for an identifier (an address on the web, a handle, a number) is replaced where it is spoken, and the leak gate then
# refuses it in a name. Names can hold it as long as nobody says it.
IDENTIFIER = re.compile(r"example\.invalid|@[A-Za-z]|base64|u0041")
SPOKEN = [words for words in HOSTILE if not IDENTIFIER.search(words)]
MARKUP = sorted({word for words in HOSTILE for word in re.findall(r"[A-Za-z]+(?:[ -][A-Za-z]+)?|[A-Za-z]+", words)})
PLACES = ("first", "second")
GROUPS = ("residents", "business")


def all_of(name: str, words: list[str]) -> str:
    """A name that holds all of the words, apart from each other."""
    return f"{name} " + " \u00b7 ".join(words)


def cell(text: str) -> str:
    """Text as a cell of a table of sessions or people can hold it: on one line, without a NUL."""
    return " ".join(text.replace("\0", "").split())


def typed(text: str) -> str:
    """Text as a transcript can hold it: one with control characters is refused as a whole, as no text."""
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", "", text)


def write_city(data: Path) -> Path:
    """Write the city's folder below `data`; single fields hold all hundred strings, columns have them spread over their values."""
    folder = data / KEY
    (folder / "transcripts").mkdir(parents=True)
    halves = [HOSTILE[0::2], HOSTILE[1::2]]
    places = [cell(all_of(name, words)) for name, words in zip(PLACES, halves, strict=True)]
    groups = [cell(all_of(name, words)) for name, words in zip(GROUPS, halves[::-1], strict=True)]
    ages = [cell(all_of(name, words)) for name, words in zip(("young", "old"), halves, strict=True)]
    hosts = [cell(all_of("host", words)) for words in halves]

    settings = {
        "name": all_of("Name", HOSTILE),
        "state": all_of("State", HOSTILE),
        "title": all_of("Title", HOSTILE),
        "contact": all_of("Contact", HOSTILE),
        "questions": {"a": all_of("How do you feel?", HOSTILE), "b": all_of("How do you want to be served?", HOSTILE)},
        "roles": {"participant": ["*"]},
        "plan": {"neighborhoods": [*places, *[cell(f"Nobody came {words}") for words in HOSTILE[:10]]], "stakeholder_groups": groups},
        "compare_by": ["neighborhood", "stakeholder_group", "age_group", "host"],
        "sources": [
            {"table": "transcripts/S3.csv", "session": "S3", "columns": {"text": "Said", "speaker": "Who"}},
            {"table": "transcripts/S4.csv", "session": "S4", "columns": {"text": "Said", "speaker": "Who"}},
        ],
        "privacy": {"keep": MARKUP},  # tags and attributes are nobody's names
        "study": {name: all_of(f"{name}:", HOSTILE) for name in Study.model_fields},
        "themes": {"min_themes": 2, "max_themes": 4, "precision": "float32", "device": "cpu"},
    }
    (folder / "city.yml").write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items()), encoding="utf-8")

    with (folder / "sessions.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["session_id", "date", "mode", "language", "neighborhood", "stakeholder_group", "n_attended", "host", "venue", "transcript"]
        )
        for n in range(4):
            transcript = f"S{n + 1}.txt" if n < 2 else ""
            where = places[n // 2], groups[n % 2]
            rows.writerow([f"S{n + 1}", f"2026-01-1{n}", "in_person", "en", *where, 12, hosts[n % 2], cell(HOSTILE[n]), transcript])

    with (folder / "participants.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["speaker_id", "session_id", "speaker_label", "age_group", "quote_consent"])
        for n in range(4):
            for person in range(12):
                rows.writerow([f"S{n + 1}-P{person:02d}", f"S{n + 1}", label_of(n, person), ages[person % 2], "yes"])

    spoken = iter(SPOKEN * 2)
    subjects = list(SUBJECTS.values())
    for n in range(4):
        turns = []
        for turn in range(3):
            for person in range(12):
                sentence = subjects[(person + turn) % 3][(person // 3 + turn) % 3]
                words = next(spoken)
                turns.append((label_of(n, person), sentence.format(typed(words) if n >= 2 else typed(cell(words)))))
        path = folder / "transcripts" / f"S{n + 1}.{'txt' if n < 2 else 'csv'}"
        if n < 2:
            path.write_text("".join(f"{who}: {said}\n\n" for who, said in turns), encoding="utf-8")
        else:
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([("Who", "Said"), *turns])

    codes = [
        {
            "code": code,
            "name": all_of(code, HOSTILE[place::3]),
            "brief": all_of("Brief:", HOSTILE),
            "definition": all_of("Definition:", HOSTILE),
            "use_when": all_of("Use:", HOSTILE),
            "not_when": all_of("Not:", HOSTILE),
            "sentences": [sentence.replace(" {}", "") for sentence in sentences],
        }
        for place, (code, sentences) in enumerate(SUBJECTS.items())
    ]
    decisions = [
        {"seed": {"code": code, "likeness": 0.3}, "version": 1, "author": "AB", "date": "2026-02-01", "reason": all_of("Why:", HOSTILE)}
        for code in SUBJECTS
    ]
    (folder / "codebook.yml").write_text(f"codes: {json.dumps(codes)}\ndecisions: {json.dumps(decisions)}\n", encoding="utf-8")
    answers = {"dissent": all_of("Dissent:", HOSTILE), "response": all_of("Response:", HOSTILE)}
    options = [{"option": all_of("Option", HOSTILE), "pros": [all_of("Pro", HOSTILE)], "cons": [all_of("Con", HOSTILE)]}]
    steps = [
        {"date": "2026-03-01", "status": "proposed", "author": "AB"},
        {"date": "2026-04-01", "status": "declined", "author": "AB", "reason": all_of("Reason:", HOSTILE)},
    ]
    named = {"id": "one", "title": all_of("Title", HOSTILE), "text": all_of("Text", HOSTILE), "owner": all_of("Owner", HOSTILE)}
    entry = named | answers | {"themes": list(SUBJECTS)[:2], "author": "AB", "horizon": "now", "due": "2026-12-01"}
    entry |= {"options": options, "history": steps}
    (folder / "recommendations.yml").write_text(f"recommendations: {json.dumps([entry])}\n", encoding="utf-8")
    write_survey(folder / "surveys", places, groups)
    write_policy(folder / "policies" / "use_of_force", groups)
    return folder


def write_survey(folder: Path, places: list[str], groups: list[str]) -> None:
    """A survey of two waves of forty-eight people each, twelve from each pair of a place and a group, half of them in both waves."""
    folder.mkdir()
    words = {
        "name": all_of("Scale:", HOSTILE),
        "source": all_of("Drawn from:", HOSTILE),
        "labels": [all_of(end, HOSTILE) for end in ("No", "Yes")],
    }
    items = {f"item {n}": all_of(f"Item {n}:", HOSTILE) for n in range(3)}
    names = {wave: cell(all_of(f"Wave {wave}", HOSTILE[wave::2])) for wave in (0, 1)}
    settings = {
        "about": all_of("About:", HOSTILE),
        "linked": True,
        "scales": [{"key": "trust", **words, "items": items, "themes": [*SUBJECTS, all_of("No theme", HOSTILE)]}],
    }
    (folder / "scales.yml").write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items()), encoding="utf-8")
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["wave", "respondent", "stakeholder_group", "neighborhood", *items])
        for wave, name in names.items():
            for n in range(48):
                code = cell(f"{HOSTILE[n]} {n if n < 24 else n + 100 * wave}")
                rows.writerow([name, code, groups[n % 2], places[n // 2 % 2], *((n * (k + 3) + n // 7 + wave) % 5 + 1 for k in range(3))])


def write_policy(folder: Path, groups: list[str]) -> None:
    """Write a policy in two versions and everything that people keep beside it; what people say holds nothing that is replaced."""
    folder.mkdir(parents=True)
    everything, said = typed(cell(all_of("", HOSTILE))), typed(cell(all_of("", SPOKEN)))
    heading = typed(cell(all_of("Heading", HOSTILE[:9])))
    old = f"# Policy\n\n## I. {heading}\n\nClause: {everything}\n\n## II. Dogs\n\nNo dog is used on a child.\n"
    (folder / "2026-01-01.md").write_text(old, encoding="utf-8")
    new = old.replace("No dog is used", "Nobody uses a dog") + f"\n## III. New\n\nAdded: {everything}\n"
    (folder / "2026-05-01.md").write_text(new, encoding="utf-8")
    comments = [
        (n, "2026-02-01", groups[n % 2], "II" if n < 3 else "", f"Comment: {said}", f"Our words: {said}", f"Source: {everything}")
        for n in (1, 2, 3)
    ]
    answers = [
        (n, "2026-03-01", ("adopted", "not", "out_of_scope")[n - 1], "II" if n < 3 else "", f"Because: {everything}") for n in (1, 2, 3)
    ]
    tables = {
        "comments": [("number", "date", "group", "section", "comment", "rationale", "source"), *comments],
        "dispositions": [("comment", "date", "disposition", "section", "reason"), *answers],
        "representatives": [("representative", "group", "organization"), *((f"R{n}", group, everything) for n, group in enumerate(groups))],
        "signoffs": [
            ("representative", "group", "date", "signoff", "dissent"),
            *((f"R{n}", group, "2026-05-02", "signed_with_dissent", f"On record: {said}") for n, group in enumerate(groups)),
        ],
        "consensus": [("section", "group", "level"), *(("II", group, 4) for group in groups)],
        "timeline": [("date", "end", "kind", "what"), ("2026-02-01", "2026-02-09", "meeting", f"Step: {everything}")],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


def label_of(session: int, person: int) -> str:
    """A speaker's label, which is never shown: hostile where the transcript is a table, plain where a colon would end it."""
    return f"Participant {person + 1}" if session < 2 else f'Guest {person + 1} "><img src=y onerror=canary=2>'
