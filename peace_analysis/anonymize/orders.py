"""Orders: sentences that begin with the bare form of a verb, and those that come to one after a condition."""

from __future__ import annotations

import re

_VERBS = (
    "add|allow|answer|apologi[sz]e|appoint|arrange|arrest|ask|assign|ban|be|begin|block|bring|build|bump|buy|call|care|carry|"
    "catch|change|charge|check|"
    "clean|clear|close|collect|come|connect|consider|count|create|cut|discipline|do|drink|drive|drop|eat|enforce|ensure|establish|"
    "expand|explain|extend|"
    "face|fill|film|find|fine|fire|fix|focus|follow|form|fund|get|give|go|greet|hand|have|hear|help|hire|hold|host|improve|"
    "include|increase|inform|install|"
    "interview|introduce|invest|invite|involve|keep|knock|learn|leave|lend|let|light|limit|listen|lock|look|lower|mail|make|mark|"
    "measure|meet|mentor|"
    "mix|move|mow|narrow|notify|offer|open|organi[sz]e|paint|park|partner|patrol|pay|pick|place|plant|play|plow|post|practi[cs]e|"
    "prioriti[sz]e|"
    "promote|protect|provide|publish|pull|punish|put|quit|raise|reach|read|recruit|reduce|release|remember|remove|repair|replace|"
    "reply|report|"
    "require|respect|respond|reward|ride|rotate|run|say|schedule|send|serve|set|share|shout|show|shut|sit|slow|smile|speak|spend|"
    "sponsor|staff|stand|"
    "start|stay|stick|stop|stretch|support|sweep|switch|take|talk|tape|teach|tear|tell|test|text|ticket|tie|tow|trade|train|"
    "translate|treat|trim|try|turn|update|"
    "use|visit|wait|wake|walk|watch|wave|wear|work|write"
)
_LEAD = (
    r"(?:(?:and|but|so|then|or|also|just|first|second|next|maybe|please|okay|ok|well|yes|yeah|now|honestly|instead|at least|look|really|"
    r"always|simply|for real|to the (?:chief|police|officers)),?\s+)*"
)
_IDIOMS = re.compile(
    r"^(?:let alone\b|let's (?:say|see|be|face)|come on\b|get me wrong|have (?:you|they|we|i|he|she|a good)\b"
    r"|(?:look|see|say|wait|listen|watch|remember)\s*[,.!?]|say (?:it|that) again|hold on\b|mark my\b|do (?:not|n't|you|we|they|i|"
    r"people|officers|police|kids)\b|say (?:a|an|some|you)\b|be (?:honest|real)|call it\b|call me (?:crazy|old|naive|cynical|"
    r"paranoid|stupid|an?)\b|"
    r"take (?:me|my \w+|last|for example)\b|make no\b|ask (?:any|my|your|him|her|(?-i:[A-Z]))|tell me about|go (?:ahead|figure)|"
    r"try (?:being|living|to be|it)|"
    r"look at (?:me|that|us|him|her)|(?:place|light|fire|block|fine|work|park|mail|change|paint|play|drive|charge|staff|support|"
    r"care|report|ticket|tape|text|walk|"
    r"visit|stop|call|patrol|test|watch|form|mark|report) (?:was|were|is|are|has|had|signs?|came|comes|\w+ed|with my|"
    r"after \w+\.)\b|stop signs?\b|patrol (?:cars?|officers?|units?|wagons?)\b|used to\b|excuse me)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    rf"^{_LEAD}(?P<order>(?:{_VERBS})(?:\s+(?:up|down|out|back|in|on|off|over))?\b(?!\s*'s\b).*)", re.IGNORECASE | re.DOTALL
)
_FORBIDDEN = re.compile(
    rf"^{_LEAD}(?:don't|do not|never|quit)\s+(?!know|get me|laugh|care|think|have|see|feel|want|mind|like|need|remember|ask me|"
    rf"worry|boo|even know)(?:{_VERBS}|handcuff|touch|grab|"
    r"yell|assume|point|pull|treat|bark|\w+ing)\b",
    re.IGNORECASE,
)
_OBJECT = (
    r"(?:\s+(?:up|down|out|back|on|off))?\s+(?:an?|the|them|us|me|him|her|it|my|your|our|their|this|that|these|those|one|two|"
    r"three|every|each|all|more|some|any|"
    r"people|kids|children|somebody|someone|officers|residents|young|with|to)\b"
)
# An order after a short lead ("For crises, send a nurse") or a condition ("If nobody answers, call us back").
_LATER = re.compile(
    rf"(?:^(?:[^,]*\b(?:if|when|before|after|once|whenever|instead)\b[^,]*|for\b[^,]*|(?P<short>(?:[\w'-]+\s){{0,5}}[\w'-]+)),\s+{_LEAD}|"
    rf"[;:—–]\s+{_LEAD}|\s-\s+{_LEAD}|"
    rf"(?P<joined>,\s+(?:and|or|then|and then)\s+)|,\s+so\s+)(?P<order>(?:{_VERBS}){_OBJECT}.*)",
    re.IGNORECASE | re.DOTALL,
)
_SUBJECT = re.compile(
    r"\b(?:i|we|he|she|they|you|who|it|\w+ed|was|were|is|are|had|went|came|got|took|put|would|to|can|will|could|didn't|don't)\b",
    re.IGNORECASE,
)
_SAY = re.compile(rf"\bi(?:'d| would) say,? (?:just )?(?:{_VERBS})\b", re.IGNORECASE)
_ORDERS_ES = re.compile(
    r"^(?:y |pues |por favor,? |también |entonces |mejor )*(?:(?:abran|arreglen|avisen|ayuden|bajen|cambien|cierren|construyan|"
    r"consigan|contesten|contraten|cuiden|den|"
    r"dejen|denos|denles|enseñen|entrenen|escuchen|expliquen|hablen|hagan|inviertan|limpien|manden|miren|paguen|patrullen|pinten|"
    r"pongan|presten|pregunten|"
    r"quiten|respeten|saquen|tengan|traigan|traten|usen|vengan)(?:l[eao]s?|nos|me)?|que (?:no )?(?:haya|contesten|vengan|nos|la|"
    r"el|los|las|se|alguien|pongan|manden|"
    r"hablen|abran|tengan|sepan|den|dejen|bajen))\b",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """Tell whether a sentence is an order ("Fix the lamp."), ends in one, or forbids something."""
    if any(rule.search(sentence) for rule in (_FORBIDDEN, _SAY, _ORDERS_ES)):
        return True
    if sentence.endswith("?"):
        return False
    if (first := _IMPERATIVE.match(sentence)) and not _IDIOMS.match(first["order"]):
        return True
    if not (later := _LATER.search(sentence)) or _IDIOMS.match(later["order"]):
        return False
    before = sentence[: later.start("order")]
    # ", and put it in my drawer" goes on telling: with a subject before it, the verb belongs to that subject.
    return not ((later["joined"] or later["short"]) and _SUBJECT.search(before))
