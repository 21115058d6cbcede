"""What is found and what is missed, by type, source and origin of name: `make bench-names`.

Recall counts a name when its every token is covered, by whatever type of identifier; precision is the share of tokens covered as the type
in question that belong to one. `--check` exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from cities import read_cities
from corpora import KINDS, TEST, Marked, read_corpus, read_presidio
from examples import recase
from scoring import Score, score
from speech import kept_turns, origins
from systems import Ours, Presidio

from peace_analysis import anonymize, transcripts
from peace_analysis.anonymize.recognizer.finder import NameRecognizer
from peace_analysis.anonymize.spans import SUBTYPES, TYPES, Span
from peace_analysis.city import City

DATA = Path(__file__).parents[3] / "shared" / "data" / "names"
PER_ORIGIN = 200  # sentences
PROTECTED = (
    "African American",
    "Latino",
    "Vietnamese",
    "Chinese",
    "Arabic",
    "Nigerian",
    "Somali",
    "Hmong",
    "South Asian",
    "Native American",
    "Anglo",
)
SYNTHETIC = {  # presidio-research's types, our types or subtypes, and the recall to reach, if one was set
    "PERSON": ("NAME", 0.99),
    "STREET_ADDRESS": ("ADDRESS", 0.97),
    "PHONE_NUMBER": ("PHONE", 0.99),
    "EMAIL_ADDRESS": ("EMAIL", 0.99),
    "US_SSN": ("SSN", 0.99),
    "CREDIT_CARD": ("CARD", 0.99),
    "ZIP_CODE": ("ZIP", None),
    "IBAN_CODE": ("ACCOUNT", None),
    "IP_ADDRESS": ("IP", None),
}
SPOKEN = {kind: SUBTYPES if kind == "ID" else (kind,) for kind in TYPES if kind != "NAME"}  # of the cities, what each type is marked as
System = Callable[[Sequence[str]], list[list[Span]]]


def measure(system: System, texts: Sequence[Marked], kind: str, mark: str = "NAME", case: str = "as_is") -> Score:
    """Score one system on one type: recall over whatever it covers, precision over what it covers as `kind`."""
    return compare(system([recase(marked.text, case) for marked in texts]), texts, kind, (mark,))


def compare(found: Sequence[Sequence[Span]], texts: Sequence[Marked], kind: str, marks: Collection[str]) -> Score:
    """Score what a system found: recall of the marks over all it covers, precision over what it covers as `kind`, a type or subtype."""
    whole = score(texts, [[(span.start, span.end) for span in spans] for spans in found], marks)
    own = score(texts, [[(span.start, span.end) for span in spans if kind in (span.type, span.subtype)] for spans in found], marks)
    return Score(whole.n, whole.found, own.tokens, own.right, whole.missed, own.wrong)


def measure_types(
    source: str, texts: Sequence[Marked], found: Mapping[str, Sequence[Sequence[Span]]], kinds: Mapping[str, Collection[str]]
) -> None:
    """Print a row for each type that is marked at all, and each system."""
    present = {mark for marked in texts for _, _, mark in marked.spans}
    for kind, marks in kinds.items():
        if present.isdisjoint(marks):
            continue
        for name, spans in found.items():
            show(source, kind, "as_is", name, compare(spans, texts, kind, marks))


def main() -> int:
    """Print the table; 1 where `--check` finds a target missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    parser.add_argument("--names", type=Path, default=DATA, help="folder of the corpora")
    parser.add_argument("--misses", action="store_true", help="show what the default threshold misses")
    told = parser.parse_args()
    learned = NameRecognizer()
    cautious = NameRecognizer(cautious=True)
    ours = Ours(learned)
    systems: dict[str, System] = {
        "ours": ours,
        "ours, cautious": Ours(cautious),
        "without learned": Ours(),
        "Presidio, patterns": Presidio(),
    }
    missed: list[str] = []

    def ask(what: str, value: float, least: float) -> None:
        if value < least:
            missed.append(f"{what}: {value:.3f}, {least} asked for")

    print(f"{'source':26}{'type':20}{'case':8}{'system':20}{'n':>5}{'recall':>8}{'precision':>11}")
    named = {"cities (spoken)": read_cities()[0]} | {source: read_corpus(told.names, source, file) for source, file in TEST.items()}
    for source, texts in named.items():
        recalls, cased = {}, {}
        for name, system in systems.items():
            for case in ("as_is", "lower"):
                found = system([recase(marked.text, case) for marked in texts])
                result = recalls[name, case] = compare(found, texts, "NAME", ("NAME",))
                show(source, "NAME", case, name, result)
                if case == "as_is" and name != "ours, cautious":
                    cased[name] = found
                if told.misses and name == "ours":
                    print(*(f"    {line}" for line in result.missed), sep="\n")
        if source.startswith("cities"):
            for name, recall, precision in (("ours", 0.985, 0.80), ("ours, cautious", 0.99, 0.70)):
                ask(f"{source}, {name}, recall", recalls[name, "as_is"].recall, recall)
                ask(f"{source}, {name}, token precision", recalls[name, "as_is"].precision, precision)
            ask(f"{source}, lower case, recall", recalls["ours", "lower"].recall, recalls["ours", "as_is"].recall - 0.02)
            measure_types(source, texts, cased, SPOKEN)
        else:
            ask(f"{source}, recall", recalls["ours", "as_is"].recall, 0.95)
    synthetic = read_presidio(told.names)
    texts = [marked.text for marked in synthetic]
    spans = {name: system(texts) for name, system in systems.items()}
    for label, (kind, least) in SYNTHETIC.items():
        for name, found in spans.items():
            result = compare(found, synthetic, kind, (KINDS.get(label, label),))
            if not result.n:
                continue
            show("presidio_synthetic_dev", label, "as_is", name, result)
            if name == "ours" and least is not None:
                ask(f"presidio_synthetic_dev, {label}, recall", result.recall, least)
    kinds = {kind for marked in synthetic for _, _, kind in marked.spans}
    for name, found in spans.items():
        result = score(synthetic, [[(span.start, span.end) for span in some] for some in found], kinds)
        show("presidio_synthetic_dev", "all", "as_is", name, result)
        if name == "ours":
            ask("presidio_synthetic_dev, all, token precision", result.precision, 0.85)
    for case in ("as_is", "lower"):
        by_origin = {}
        for origin in origins():
            result = by_origin[origin] = measure(ours, kept_turns(origin, PER_ORIGIN, 1), "NAME", case=case)
            show("kept names", origin, case, "ours", result)
        worst, best = (pick(by_origin[origin].recall for origin in PROTECTED) for pick in (min, max))
        print(f"gap between the best and the worst protected origin, {case}: {best - worst:.3f}")
        ask(f"origins, {case}, 1 - gap", 1 - (best - worst), 0.98)
    texts = [marked.text for marked in named["cities (spoken)"]]
    for name, call in (("learned part alone", learned.find), ("ours, names and rules", ours)):
        started = time.monotonic()
        call(texts)
        print(f"{name}: {len(texts) / (time.monotonic() - started):.0f} turns a second")
    n_statements, seconds = time_stage()
    print(f"stage 1 as a whole: {n_statements / seconds:.0f} statements a second")
    ask("stage 1, statements a second", n_statements / seconds, 300)
    print(*(missed or ["every target is met"]), sep="\n")
    return 1 if missed and told.check else 0


def time_stage() -> tuple[int, float]:
    """Anonymise riverton: statements, and seconds of the second time, when everything is loaded."""
    city = City.open("riverton", Path(__file__).parents[2] / "data")
    heard = transcripts.read_city(city)
    anonymize.anonymize_city(heard, city)
    started = time.monotonic()
    return len(anonymize.anonymize_city(heard, city).statements), time.monotonic() - started


def show(source: str, kind: str, case: str, system: str, result: Score) -> None:
    """Print one row."""
    precision = f"{result.precision:.3f}" if result.tokens else "-"
    print(f"{source:26}{kind:20}{case:8}{system:20}{result.n:>5}{result.recall:>8.3f}{precision:>11}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
