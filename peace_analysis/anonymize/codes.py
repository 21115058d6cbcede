"""Numbers that stand for a person or what they own: Social Security, medical, plan, account, card, licence, plate, VIN, device, IP, ZIP."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.rules import Refine, Rule

_CODE = spoken.CODE
# What people say between the name of a number and the number itself.
FILL = (
    r"(?:[\s,:;#-]{1,4}(?:numbers?|num|no|nr|code|plates?|tag|id|is|was|are|were|it's|it|like|um|uh|ending|ends|ended|in|with|"
    r"starts|starting|said|says|reads?|reading|of|the|mine|mine's|being|i think|i believe|y|es|era|termina|terminada|en|número|"
    r"numero)\b\.?(?!')){0,8}[\s,:;#-]*"
)
# A long way from its name only what can be nothing else is taken for a number: letters and digits mixed, or many digits in a row.
_SURE = (
    rf"(?<![\w'])(?=(?:[^\s,]+[\s,]+){{0,8}}?(?:[a-z](?![\w'])|[a-z]*\d))(?:{spoken.PIECE})(?:{spoken.SEPARATOR}"
    rf"{spoken.PIECE}){{3,24}}(?![\w'])"
    r"|(?<![\w'$])(?=[\w.-]*\d[\w.-]*\d[\w.-]*\d)(?=[\w.-]*[a-z-])[a-z\d]+(?:[-.][a-z\d]+)*(?![\w'])"
)


def _sure(least_digits: int) -> Refine:
    trim = spoken.refine_code(least_digits)

    def refine(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
        kept = trim(match, start, end)
        if kept is None:
            return None
        words = match.string[kept[0] : kept[1]]
        pieces = spoken.code_pieces(words)
        if len(pieces) >= 4 or re.search(r"\d", words):
            return kept
        return None

    return refine


def luhn(digits: str) -> bool:
    """Whether a card number's check digit is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _card(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    digits = re.sub(r"\D", "", match.string[start:end])
    return (start, end) if 12 <= len(digits) <= 19 and luhn(digits) and len(set(digits)) > 1 else None


def _vin(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    return (start, end) if re.search(r"\d.*\d.*\d", words) and re.search(r"[a-z].*[a-z]", words, re.IGNORECASE) else None


def _ip(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if all(int(part) <= 255 for part in match.string[start:end].split(".")) else None


def _mixed(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    n_digits = sum(c.isdigit() for c in words)
    if (
        re.fullmatch(r"\d{1,4}(?:s|st|nd|rd|th)", words, re.IGNORECASE)
        or re.fullmatch(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?", words)
        or re.fullmatch(r"\d{1,3}(?:-\d{1,3})?", words)
    ):
        return None
    return (start, end) if n_digits >= 5 or (n_digits >= 4 and re.search(r"[a-z]", words, re.IGNORECASE)) else None


_NO_PLATE = re.compile(r"(?:in|on|at|for|of|to|and|or|the|my|from|by|with|about|over|was|is|are|like)\b", re.IGNORECASE)


def _plate(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    number = re.search(r"\d+", words)
    if number is None or _NO_PLATE.search(words) or spoken.is_quantity(match.string, start + number.end()):
        return None
    return start, end


def near(
    name: str, subtype: str, cue: str, needs: tuple[str, ...], *, least: int = 2, score: float = 0.9, far: bool = True, kind: str = "ID"
) -> tuple[Rule, ...]:
    """Make the rules for a number that is named before it is said: right after its name, or further on if unmistakable."""
    rules = [
        Rule(name, kind, rf"\b(?:{cue})\b(?:'s)?{FILL}(?P<it>{_CODE})", score, subtype, needs, refine=spoken.refine_code(least)),
    ]
    if far:
        rules.append(
            Rule(
                f"{name}_further_on",
                kind,
                rf"\b(?:{cue})\b[^?!]{{1,70}}?(?P<it>{_SURE})",
                score - 0.15,
                subtype,
                needs,
                refine=_sure(max(least, 3)),
            )
        )
    return tuple(rules)


RULES = (
    Rule("ssn_written", "ID", r"(?<![\w-])\d{3}[-\s]\d{2}[-\s]\d{4}(?![\w-])", 0.95, "SSN", digits=True),
    *near("ssn", "SSN", r"ssn|socials?|social security(?: number| card)?|seguro social", ("ssn", "social"), least=4),
    *near(
        "mrn",
        "MRN",
        r"mrn|m-r-n|m r n|medical records?(?: number)?|chart number|patient (?:number|id)|expediente",
        ("mrn", "m-r-n", "m r n", "medical", "chart", "patient", "expediente"),
    ),
    *near(
        "health_plan",
        "PLAN",
        "(?:health )?plan (?:number|id)|member (?:number|id)|(?:medicaid|medicare|insurance|policy|group|subscriber)(?: "
        "card)? (?:number|id|card)|medicaid|medicare",
        ("plan", "member", "medica", "insurance", "policy", "subscriber", "group"),
        least=3,
    ),
    *near(
        "account",
        "ACCOUNT",
        r"accounts?|acct\.?|routing(?: number)?|cuenta",
        ("account", "acct", "routing", "cuenta"),
        least=4,
    ),
    Rule("iban", "ID", r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?(?!\w)", 0.9, "ACCOUNT", digits=True, flags=0),
    Rule("card_luhn", "ID", r"(?<![\w-])\d(?:[ -]?\d){11,18}(?![\w-])", 0.98, "CARD", digits=True, refine=_card),
    *near(
        "card",
        "CARD",
        "(?:credit|debit|bank|gift|ebt) ?cards?|cards?(?: number| ending| that ends?| ends?| ended)|visa|mastercard|amex|american "
        "express|discover card|tarjeta",
        ("card", "visa", "amex", "american express", "tarjeta"),
        least=3,
    ),
    *near(
        "license",
        "LICENSE",
        "(?:driver'?s?'? |business |nursing |medical |contractor'?s? |liquor |gun |carry )?(?:licen[sc]es?|permit"
        r"|certificate)|d\.?l\.? number|passport|green card|a-number|licencia",
        ("licen", "permit", "certificate", "passport", "green card", "a-number", "dl number", "d.l."),
        least=3,
    ),
    *near(
        "plate",
        "PLATE",
        r"(?:licen[sc]e |number |cruiser'?s |car'?s |truck'?s )?plates?|tags?(?: number)?|placas?",
        ("plate", "tag", "placa"),
        least=2,
    ),
    Rule(
        "plate_of_letters_and_digits",
        "ID",
        rf"\b(?:plates?|tags?|placas?)\b{FILL}(?P<it>[a-z]{{2,4}}[\s-]?\d{{2,5}}|\d{{1,4}}[\s-]?[a-z]{{2,4}}(?:[\s-]?\d{{1,4}})?)(?![\w'-])",
        0.85,
        "PLATE",
        ("plate", "tag", "placa"),
        digits=True,
        refine=_plate,
    ),
    Rule(
        "plate_read_out",
        "ID",
        rf"\b(?:read|reads|ran|run|called|call|wrote|radioed|phoned)\b[^.?!]{{0,60}}?(?P<it>(?<![\w'])(?=(?:[^\s,]+"
        rf"[\s,]+){{0,4}}?[a-z](?![\w'])){spoken.PIECE}(?:{spoken.SEPARATOR}{spoken.PIECE}){{4,17}}(?![\w']))",
        0.7,
        "PLATE",
        ("read", "ran", "run", "call", "wrote", "radioed", "phoned"),
        refine=_sure(3),
    ),
    Rule(
        "plate_written",
        "ID",
        r"(?<![\w-])(?:[A-Z]{2,3}[- ]?\d{3,4}|\d{3,4}[- ]?[A-Z]{3}|\d[A-Z]{3}\d{3}|[A-Z]{3}[- ]\d[A-Z]\d{2})(?![\w-])",
        0.6,
        "PLATE",
        digits=True,
        flags=0,
        refine=lambda match, start, end: (
            None
            if re.match(
                r"(?:AM|PM|FM|US|SR|CR|RT|COVID|ABC|CBS|NBC|FOX|HB|SB|MP|CH|HIV|PS|IS|MS)\b|(?:US|SR|HB|SB|PS|MS|IS)[- ]?\d", match.group()
            )
            or spoken.is_quantity(match.string, end)
            else (start, end)
        ),
    ),
    Rule("vin_written", "ID", r"(?<![\w-])[A-HJ-NPR-Z\d]{17}(?![\w-])", 0.97, "VIN", digits=True, refine=_vin),
    *near(
        "vin", "VIN", r"vins?|v-i-n|v i n|vehicle identification(?: number)?", ("vin", "v-i-n", "v i n", "vehicle identification"), least=4
    ),
    *near(
        "device",
        "DEVICE",
        r"serials?(?: numbers?)?|imei|mac address|device (?:number|id)|tracker(?: number| id)?|número de serie",
        ("serial", "imei", "mac address", "device", "tracker", "serie"),
        least=3,
    ),
    Rule("mac_address", "ID", r"(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])", 0.95, "DEVICE", needs=(":", "-")),
    Rule("ip_written", "ID", r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)", 0.9, "IP", digits=True, refine=_ip),
    Rule(
        "ip_v6",
        "ID",
        r"(?<![\w:])(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}(?![\w:])|(?<![\w:])(?:[\da-f]{1,4}:){1,6}:(?:[\da-f]{1,4}:){0,5}"
        r"[\da-f]{1,4}(?![\w:])",
        0.9,
        "IP",
        needs=("::", ":"),
        digits=True,
    ),
    Rule(
        "ip_spoken",
        "ID",
        rf"(?<![\w'])(?:{spoken.NUMBER}|\d{{1,3}})(?:[\s-](?:{spoken.NUMBER}|\d{{1,3}})){{0,3}}(?:\s(?:dot|point|punto)\s"
        rf"(?:{spoken.NUMBER}|\d{{1,3}})(?:[\s-](?:{spoken.NUMBER}|\d{{1,3}})){{0,3}}){{3}}(?![\w'])",
        0.9,
        "IP",
        (" dot ", " point ", " punto "),
    ),
    Rule(
        "code_written",
        "ID",
        r"(?<![\w$.@/#-])(?=[\w-]*\d)(?=[\w-]*-|[\w-]*[a-z])[a-z\d]+(?:-[a-z\d]+)*(?![\w'@%]|[-.,:/]\d)",
        0.6,
        digits=True,
        refine=_mixed,
    ),
    Rule("digits_written", "ID", r"(?<![\w$.,/#-])\d{7,}(?![\w%]|[.,/-]\d)", 0.6, digits=True),
    Rule(
        "code_spoken",
        "ID",
        rf"(?<![\w'])(?=(?:[^\s,]+[\s,]+){{0,6}}?[B-HJ-Z](?![\w']))(?:{spoken.NUMBER}\b|(?<![\w'])[A-Z](?![\w'])|"
        rf"{spoken.PHONETIC[:-1]}|dash)\b)(?:{spoken.SEPARATOR}(?:{spoken.NUMBER}\b|[A-Z](?![\w'])|dash\b|\d+)){{4,20}}(?!"
        r"[\w'])",
        0.6,
        needs=("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "oh", "zero"),
        refine=_sure(3),
        flags=0,
    ),
)
