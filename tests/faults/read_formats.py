"""Every kind of file that people hand in: a sound sample with a marked word in all that participants said, and what reads it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from coded_city import make_city
from openpyxl import load_workbook

from peace_analysis.city import City
from peace_analysis.errors import Problem
from peace_analysis.transcripts.encoding import decode

MARK = "Qzyxomarkv"  # stands in what people said: no message may show a part of it
SMALL_WORDS = re.compile(r"\b(the|and|you|i|it|that|is|to|we|in)\b", re.IGNORECASE)
RIVERTON = Path(__file__).parents[2] / "data" / "riverton"


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    name: str
    build: Callable[[Path], Path]  # makes a sound sample in a folder -> the file that is to be damaged
    read: Callable[[Path], Iterable[Problem]]  # of that file -> problems that were found; or raises InputError
    holds_words: bool = True  # of participants


def marked(text: str) -> str:
    return SMALL_WORDS.sub(MARK, text)


def _text(name: str, n_lines: int = 90) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        path = folder / name
        source = RIVERTON / "transcripts" / name
        lines = decode(source.read_bytes(), source).splitlines()[:n_lines]
        path.write_text("\n".join(marked(line) for line in lines) + "\n", encoding="utf-8")
        return path

    return build


def _archive(source: Path) -> Callable[[Path], Path]:
    """An archive with the marked word in the text of its XML."""

    def build(folder: Path) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(source) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for info in archive.infolist():
                content = archive.read(info)
                if info.filename.endswith(("document.xml", "sharedStrings.xml", "sheet1.xml", ".qde", ".txt")):
                    text = content.decode("utf-8")
                    content = re.sub(r"(?<=>)[^<]+(?=<)|\A[^<]+\Z", lambda found: marked(found[0]), text).encode()
                made.writestr(info.filename, content)
        path = folder / source.name
        path.write_bytes(out.getvalue())
        return path

    return build


def _read_transcript(path: Path) -> list[Problem]:
    from peace_analysis.transcripts import read_file

    read_file(path)
    return []


def _read_polis(path: Path) -> list[Problem]:
    return _read_transcript(path.parent)


def _polis(name: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        for path in (RIVERTON / "transcripts" / "R04").iterdir():
            text = path.read_text(encoding="utf-8")
            if path.name == "votes.csv" and name == "participants-votes.csv":
                continue  # where there is a table of single votes, the other is not read
            (folder / path.name).write_text(marked(text) if path.name == "comments.csv" else text, encoding="utf-8")
        return folder / name

    return build


# A city of two sessions

SESSIONS = ("R05", "R08")


def _city(name: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        target = folder / "data" / "riverton"
        (target / "transcripts").mkdir(parents=True)
        for one in ("codebook.yml", "recommendations.yml", "population.csv", "neighborhoods.geojson", "themes_history.json"):
            shutil.copyfile(RIVERTON / one, target / one)
        shutil.copytree(RIVERTON / "surveys", target / "surveys")
        text = (RIVERTON / "city.yml").read_text(encoding="utf-8")
        kept = [line for line in text.split("# What is not a transcript")[0].split("\n") if "chapel" not in line.casefold()]
        rest = text[text.index("compare_by") :].replace("privacy:", f"privacy:\n  names: [{MARK} Person, Other {MARK}]", 1)
        (target / "city.yml").write_text(
            "\n".join(kept) + f"roles: {{facilitator: [{MARK} Lead], participant: ['*']}}\n" + rest, encoding="utf-8"
        )
        for one in ("sessions.csv", "participants.csv"):
            lines = (RIVERTON / one).read_text(encoding="utf-8").splitlines()
            lines = lines[:1] + [line for line in lines[1:] if any(key in line for key in SESSIONS)]
            if one == "participants.csv":
                place = lines[0].split(",").index("speaker_label")
                rows = [line.split(",") for line in lines[1:]]
                lines[1:] = [",".join([*row[:place], f"{MARK} {number}", *row[place + 1 :]]) for number, row in enumerate(rows)]
            (target / one).write_text("\n".join(lines) + "\n", encoding="utf-8")
        for key in SESSIONS:
            _text(f"{key}.txt", 30)(target / "transcripts")
        _write_decided(target)
        return target / name

    return build


def _write_decided(folder: Path) -> None:
    for name in ("review", "coding", "restricted"):
        (folder / name).mkdir()
    rows = [f"R05,remove,NAME,{MARK} Person,AB,2026-04-02", f"R08,keep,PLACE,{MARK} Park,AB,2026-04-02", f",remove,,{MARK},AB,2026-04-02"]
    (folder / "review" / "decisions.csv").write_text("\n".join(["session_id,decision,type,words,reviewer,day", *rows]) + "\n")
    (folder / "review.yml").write_text(
        "signed:\n- {reviewer: AB, day: '2026-04-02', n_statements: 3, n_missed: 1, n_removed: 1, n_kept: 1}\n"
        "sessions:\n  R05: {drawn: abc, stands: abd}\nread:\n  R05-0001-01: {fingerprint: abcdef, missed: true}\n"
    )
    (folder / "coding" / "codes.csv").write_text("statement_id,coder,codes\nR05-0001-01,AB,T01;T02\nR05-0001-01,CD,none\n")
    (folder / "coding" / "agreed.csv").write_text("statement_id,codes,day\nR05-0001-01,T01,2026-04-03\nR05-0002-01,none,2026-04-03\n")
    (folder / "coding" / "notes.csv").write_text(f"statement_id,coder,note\nR05-0001-01,AB,{MARK} is unclear\n")
    (folder / "coding" / "intrusion.csv").write_text("task_id,coder,choice\nphrases-T01,AB,lamp\n")
    framework = f"by,case,theme_id,basis,author,day,summary\nsession,R05,T01,abc,AB,2026-04-03,{MARK} said so\n"
    (folder / "coding" / "framework.csv").write_text(framework)
    (folder / "coding" / "member_checks.csv").write_text(
        f"session_id,date,kind,text\nR05,2026-04-20,agrees,{MARK} agreed\nR08,2026-04-20,adds,{MARK}\n"
    )
    (folder / "memos.yml").write_text(
        f"memos:\n  - text: {MARK} comes up.\n    theme: T01\n    author: MB\n    date: 2026-04-03\nquotes:\n  - statement: R05-0002-02\n"
    )
    (folder / "restricted" / "replacements.csv").touch()
    (folder / "restricted" / "delete_by.txt").write_text("2036-04-01 put off for a study\n")


def _open(path: Path) -> City:
    place = next(folder for folder in path.parents if (folder / "city.yml").is_file())
    return City.open(place.name, place.parent, place.parent.parent / "reports")


def _of_city(read: Callable[[City], object]) -> Callable[[Path], list[Problem]]:
    """A reader of the whole city; one that inspects gives problems as the last of what it gives."""

    def run(path: Path) -> list[Problem]:
        found = read(_open(path))
        found = found[1] if isinstance(found, tuple) else found
        return found if isinstance(found, list) and all(isinstance(one, Problem) for one in found) else []

    return run


def _read_config(path: Path) -> list[Problem]:
    from peace_analysis.check import check_city
    from peace_analysis.city_file import inspect_config

    if inspect_config(path)[1]:
        return inspect_config(path)[1]
    return check_city(path.parent.name, path.parent.parent).problems


def _read_sessions(city: City) -> object:
    from peace_analysis.sessions import inspect_sessions
    from peace_analysis.transcripts.files import assign_files

    frame, problems = inspect_sessions(city)
    city.__dict__["sessions"] = frame
    return frame, [*problems, *assign_files(city).problems]


def _read_roster(city: City) -> object:
    from peace_analysis.sessions import inspect_roster

    return inspect_roster(city)


def _read_population(city: City) -> object:
    from peace_analysis.population import inspect_population

    return inspect_population(city)


def _read_boundaries(city: City) -> object:
    from peace_analysis.boundaries import inspect_boundaries

    return inspect_boundaries(city)


def _read_codebook(path: Path) -> list[Problem]:
    from peace_analysis.codebook_file import inspect_codebook

    return inspect_codebook(path)[1]


def _read_recommendations(path: Path) -> list[Problem]:
    from peace_analysis.exchange.recommendations_file import inspect_recommendations

    return inspect_recommendations(path)[1]


def _read_survey(city: City) -> object:
    from peace_analysis.exchange.survey_files import inspect_city_survey

    return inspect_city_survey(city)


def _read_history(city: City) -> object:
    from peace_analysis.themes_history import load_history

    return load_history(city)


def _read_review(city: City) -> object:
    from peace_analysis.exchange.review_files import read_decided, read_record

    return read_record(city), read_decided(city)


def _read_coding(city: City) -> object:
    from peace_analysis.exchange import coding_files, member_checks

    found = [*coding_files.inspect_codes(city)[1], *coding_files.inspect_agreed(city)[1], *member_checks.inspect_member_checks(city)[1]]
    coding_files.read_notes(city)
    coding_files.read_choices(city)
    coding_files.read_written(city)
    return None, found


def _read_memos(path: Path) -> list[Problem]:
    from peace_analysis.exchange.memos_file import read_memos

    read_memos(path)
    return []


def _read_custody(city: City) -> object:
    from peace_analysis.custody import inspect_custody

    return inspect_custody(city)


# A policy

POLICY = RIVERTON / "policies" / "use_of_force"


def _policy(name: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        _city("city.yml")(folder)
        target = folder / "data" / "riverton" / "policies" / "use_of_force"
        target.mkdir(parents=True)
        for path in POLICY.glob("*.csv"):
            text = path.read_text(encoding="utf-8")
            (target / path.name).write_text(marked(text) if path.name == "comments.csv" else text, encoding="utf-8")
        (target / "links.csv").write_text("kind,item_id,section_id,decided_by,date\ncomment,1,,AB,2026-04-03\ncomment,2,none,,\n")
        text = (POLICY / "2025-09-01.md").read_text(encoding="utf-8")
        (target / "2025-09-01.md").write_text(text, encoding="utf-8")
        (target / "2026-07-15.md").write_text(text.replace("must", "should", 3), encoding="utf-8")
        return target / name

    return build


def _version(name: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        return Path(shutil.copyfile(POLICY / name, folder / name))

    return build


def _small_pdf(folder: Path) -> Path:
    import pypdfium2

    path = folder / "2026-10-28.pdf"
    with pypdfium2.PdfDocument(POLICY / path.name) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, [0])
        part.save(path)
    return path


def _read_policies(city: City) -> object:
    from peace_analysis.exchange.policy_files import inspect_policies

    return inspect_policies(city)


def _read_version(path: Path) -> list[Problem]:
    from peace_analysis.policy.read import read_policy

    return list(read_policy(path).notices)


# Workbooks that come back


def _review_book(folder: Path) -> Path:
    from peace_analysis.exchange.review_workbook import write_workbook

    path = write_workbook(_asked_review(), folder / "review.xlsx")
    book = load_workbook(path)
    for row in book["Unsure"].iter_rows(min_row=2):
        row[8].value = row[8].value or "keep"
    for row in book["Sample"].iter_rows(min_row=2):
        row[4].value = "none"
    book["Sample"]["E2"], book["Sample"]["F2"] = MARK, "yes"
    book.save(path)
    return path


def _asked_review() -> Any:
    from peace_analysis.anonymize.review_queue import Doubt
    from peace_analysis.exchange.review_workbook import Workbook
    from peace_analysis.tables import STATEMENTS

    texts = [f"At {MARK} they asked me number {n}, and {MARK} laughed." for n in range(6)]
    rows = [(f"S1-000{n}-01", "S1", n, "S1-P01", "a", False, "en", text, True) for n, text in enumerate(texts)]
    names = [column.name for column in STATEMENTS.columns]
    doubts = [
        Doubt("S1-0000-03", "S1", "NAME", f"{MARK} Street", texts[0], 0.6, 2, True),
        Doubt("S1-0001-03", "S1", "PHONE", f"555 {MARK}", texts[1], 0.9, 1, True),
    ]
    return Workbook("small", "e1", doubts, pd.DataFrame(rows, columns=names))


def _read_review_book(path: Path) -> list[Problem]:
    from peace_analysis.exchange.review_answers import read_answers

    read_answers(path, _asked_review())
    return []


def _coding_book(folder: Path) -> Path:
    from peace_analysis.workbench.exports import export_codes

    city = make_city(folder, change=f" {MARK} too.")
    path = export_codes(city, ("AB",), 0.3, folder / "out", date(2026, 4, 1))[0]
    book = load_workbook(path)
    for row in book["Code"].iter_rows(min_row=2):
        row[2].value, row[5].value = "T01 Dark streets", f"{MARK} again"
    book.save(path)
    return path


def _read_coding_book(path: Path) -> list[Problem]:
    from peace_analysis.exchange.coding_answers import check_answers, read_answers, read_filled
    from peace_analysis.exchange.coding_rounds import read_rounds

    city = City.open("small", path.parent.parent / "data")
    filled = read_filled(path, city.key, read_rounds(city))
    problems = check_answers(filled)
    if not problems:
        read_answers(filled)
    return problems


def _rounds(folder: Path) -> Path:
    _coding_book(folder)
    return folder / "data" / "small" / "coding" / "rounds.json"


def _read_rounds(path: Path) -> list[Problem]:
    from peace_analysis.exchange.coding_rounds import read_rounds

    read_rounds(City.open("small", path.parents[2]))
    return []


def _links_book(folder: Path) -> Path:
    from peace_analysis.exchange.links_workbook import write_links_book

    path = write_links_book(_asked_links(), folder / "links.xlsx")
    book = load_workbook(path)
    book["Links"]["F2"], book["Links"]["F3"] = "as proposed", "no section"
    book.save(path)
    return path


def _asked_links() -> Any:
    from peace_analysis.policy_links import make_book

    sections = pd.DataFrame({"section_id": ["neck", "dogs"], "name": ["I Necks", "II Dogs"]})
    comments = pd.DataFrame({"comment": [2, 1], "group": ["youth", "residents"], "text": [f"A {MARK}.", MARK], "rationale": ["", MARK]})
    rows = [("force", "comment", str(n), "neck", 1, 0.8, "the software") for n in (1, 2)]
    links = pd.DataFrame(rows, columns=["policy", "kind", "item", "section_id", "rank", "score", "placed_by"])
    statements = pd.DataFrame({"statement_id": ["R1"], "session_id": ["R01"], "text": [MARK]})
    return make_book("town", "force", sections=sections, comments=comments, links=links, statements=statements)


def _read_links_book(path: Path) -> list[Problem]:
    from peace_analysis.exchange.links_answers import read_links_book

    read_links_book(path, _asked_links(), "AB", "2026-04-02")
    return []


def _read_project(path: Path) -> list[Problem]:
    from peace_analysis.exchange.refi_qda_read import read_project

    read_project(path)
    return []


def _read_comments(path: Path) -> list[Problem]:
    from peace_analysis.exchange.comments_file import read_comments

    read_comments(path)
    return []


def _read_text_table(path: Path) -> list[Problem]:
    from peace_analysis.table_themes import read_text_table

    read_text_table(path, "Comment", "Who")
    return []


_R = RIVERTON / "transcripts"
FORMATS = (
    Format("transcript .vtt", _text("R01.vtt"), _read_transcript),
    Format("transcript .srt", _text("R15.srt"), _read_transcript),
    Format("transcript .docx", _archive(_R / "R02.docx"), _read_transcript),
    Format("transcript .txt", _text("R05.txt", 60), _read_transcript),
    Format("notes .txt", _text("R10.txt", 60), _read_transcript),
    Format("transcript .csv", _text("R12.csv", 40), _read_transcript),
    Format("transcript .xlsx", _archive(_R / "R13.xlsx"), _read_transcript),
    Format("transcript .qdpx", _archive(_R / "R09.qdpx"), _read_transcript),
    Format("Polis comments", _polis("comments.csv"), _read_polis),
    Format("Polis votes", _polis("votes.csv"), _read_polis),
    Format("Polis votes by person", _polis("participants-votes.csv"), _read_polis),
    Format("city.yml", _city("city.yml"), _read_config),
    Format("sessions.csv", _city("sessions.csv"), _of_city(_read_sessions), False),
    Format("participants.csv", _city("participants.csv"), _of_city(_read_roster)),
    Format("population.csv", _city("population.csv"), _of_city(_read_population), False),
    Format("neighborhoods.geojson", _city("neighborhoods.geojson"), _of_city(_read_boundaries), False),
    Format("codebook.yml", _city("codebook.yml"), _read_codebook, False),
    Format("recommendations.yml", _city("recommendations.yml"), _read_recommendations, False),
    Format("themes_history.json", _city("themes_history.json"), _of_city(_read_history), False),
    Format("survey scales.yml", _city("surveys/scales.yml"), _of_city(_read_survey), False),
    Format("survey answers.csv", _city("surveys/answers.csv"), _of_city(_read_survey), False),
    Format("review.yml", _city("review.yml"), _of_city(_read_review), False),
    Format("review decisions.csv", _city("review/decisions.csv"), _of_city(_read_review)),
    Format("coding codes.csv", _city("coding/codes.csv"), _of_city(_read_coding), False),
    Format("coding agreed.csv", _city("coding/agreed.csv"), _of_city(_read_coding), False),
    Format("coding notes.csv", _city("coding/notes.csv"), _of_city(_read_coding)),
    Format("coding framework.csv", _city("coding/framework.csv"), _of_city(_read_coding)),
    Format("member_checks.csv", _city("coding/member_checks.csv"), _of_city(_read_coding)),
    Format("memos.yml", _city("memos.yml"), _read_memos),
    Format("delete_by.txt", _city("restricted/delete_by.txt"), _of_city(_read_custody), False),
    Format("policy .md", _version("2025-09-01.md"), _read_version, False),
    Format("policy .docx", _version("2026-07-15.docx"), _read_version, False),
    Format("policy .pdf", _small_pdf, _read_version, False),
    *(
        Format(f"policy {name}", _policy(name), _of_city(_read_policies), name == "comments.csv")
        for name in (
            "comments.csv",
            "consensus.csv",
            "dispositions.csv",
            "representatives.csv",
            "signoffs.csv",
            "timeline.csv",
            "links.csv",
        )
    ),
    Format("policy comments alone", _policy("comments.csv"), _read_comments),
    Format("table of texts", _text("R12.csv", 40), _read_text_table),
    Format("coding project .qdpx", _archive(_R / "R09.qdpx"), _read_project),
    Format("review workbook", _review_book, _read_review_book),
    Format("coding workbook", _coding_book, _read_coding_book),
    Format("coding rounds.json", _rounds, _read_rounds),
    Format("links workbook", _links_book, _read_links_book),
)
