"""Statements on somebody's own health, or on what befell them: with the name gone, those who know of it still know who spoke.

Nothing is concluded from a subject alone. "Send a nurse" speaks of health and of nobody; "my late husband had dementia" speaks of
somebody. So a word for an illness or an incident counts only where its sentence, or the one before, speaks of the speaker or of
somebody near.

Source:
    METHODS section 5: an attribution has at most two coarse attributes; date, place and kind of an incident together re-identify.
"""

from __future__ import annotations

import re

from peace_analysis.anonymize.health_words import OF_KIN, OTHERS, speaks_of_health, tells_own_illness
from peace_analysis.anonymize.statements import split_sentences

_KIN = (
    r"(?:husband|wife|spouse|partner|boyfriend|girlfriend|fiancée?|mother|father|mom|mum|mama|dad|papa|parents?|son"
    r"|daughter|boy|girl|baby|kids?"
    r"|child(?:ren)?|brother|sister|sibling|uncle|aunt(?:ie)?|cousin|nephew|niece|grand(?:ma|pa|mother|father|son|daughter|baby|kids?)"
    r"|[a-z]+-in-law|best\ friend|roommate)"
)
_CASE = re.compile(
    r"""\[(?:CASE|INCIDENT|KIN)\b | \b(?:
      (?:was|were|got|been|be)\ (?:\w+\ )?(?:shot|stabbed|killed|murdered|raped|molested|assaulted|mugged|robbed|jumped|kidnapped
       |trafficked|arrested|handcuffed|charged|convicted|sentenced|locked\ up|evicted|deported|detained|beaten|tased|tasered)
    | (?:shot|stabbed|killed|murdered|raped|molested|assaulted|mugged|robbed|jumped|beat|hit|choked|arrested|cuffed|handcuffed|tased)
      \ (?:me|him|her|us|my)
    | (?:my|his|her|our)\ (?:case|trial|lawsuit|arrest|parole|probation|bail|abuser|attacker|restraining\ order|murder|killing|funeral
       |rapist|court\ date|warrant)
    | (?:on|off)\ (?:probation|parole) | restraining\ order | protective\ order | domestic\ violence | got\ out\ of\ (?:jail|prison)
    | (?:in|to|from)\ (?:jail|prison|juvie) | testif\w+ | lost\ my | buried\ my
    | (?:me|lo|la|le)\ (?:dispararon|mataron|violaron|arrestaron)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NEAR = re.compile(
    rf"\b(?:i|i'm|i've|i'd|me|mine|myself|we|us)\b|\b(?:my|our|mi|mis)\s+(?:[\w-]+(?:'s)?\s+){{0,3}}{_KIN}\b|\b(?:mi|mis)\s+\w+|\[KIN\b",
    re.IGNORECASE,
)
_KIN_OF_THEIRS = re.compile(
    rf"\b(?:my|our)\s+(?:[\w-]+(?:'s)?\s+){{0,3}}(?:{_KIN}|[a-z]*friends?|neighbou?rs?|coworkers?|colleagues?|budd(?:y"
    rf"|ies)|homeboy|homie|ex|twins?"
    r"|step\w+|god\w+|fianc\w+|relatives?|family|folks|nana|nanny|granny|mommy|daddy|pop|abuel[oa]|tí[oa])\b|\b(?:mi|mis)\s+\w+|\[KIN\b",
    re.IGNORECASE | re.VERBOSE,
)
_MINE = re.compile(r"\b(?:my|mine|tengo|tuve|soy|estoy|padezco|sufro)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)  # somebody spoken of before, perhaps two sentences ago
_OWN = re.compile(
    r"""\b(?:i|i'm|i've|i'd|i\ was|i\ am)\ (?:\w+\ ){0,4}?(?:miscarr\w+ | abortion | pregnan\w+ | suicid\w+ | overdos\w+
    | od(?:'d|ed) | relaps\w+
      | rehab | hiv | bipolar | schizo\w+ | breakdown | (?:kill|hurt|cut)\ myself | cutting\ myself | rape[d]? | molested | trafficked
      | diagnos\w+ | psych\ ward | addict)\b
    | \b(?:raped|molested|trafficked|abused)\ me\b
    | \bmy\ (?:diagnosis|miscarriage|abortion|pregnancy|overdose|relapse|rapist|abuser)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CONFIDED = re.compile(
    r"""\b(?:(?:didn't|did\ not|never|haven't|don't|have\ never)\ (?:ever\ )?(?:tell|told)\ (?:anybody|anyone|a\ soul|nobody
      |no\ one|this\ to)
    | asked\ me\ (?:to\ tell\ no\ one|not\ to\ tell) | off\ the\ record | between\ (?:us|you\ and\ me)
    | (?:stays|keep\ (?:it|this|that))\ in\ this\ room
    | nobody\ (?:here\ )?knows\ (?:this|that\ i) | no\ se\ lo\ (?:digan|he\ dicho)\ a\ nadie)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Whoever works beside the speaker knows them by this: the people they lead, the one they answer to, a post that few hold.
_FEW = r"(?:only\ |just\ )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2])"
_OWN_POST = re.compile(
    rf"""\b(?:my\ (?:unit|squad|platoon|sergeant|lieutenant|captain|commander)
    | i(?:'m|\ am|\ was)\ (?:a|an|the)\ (?:\w+\ )?(?:sergeant|lieutenant|captain|commander|chief|detective)
    | i(?:'ve\ got|'ve|\ have|\ had|\ run|\ lead|\ command|\ supervise|\ manage)\ (?!seen|met|known|heard|watched|had)
      (?:[\w-]+\ ){{0,4}}(?:officers|dispatchers|deputies|men|employees|staff)
    | (?:there\ (?:are|were)|there's)\ {_FEW}\ of\ us | (?:replaced|replaces|relieved)\ me )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Where somebody works and as what: a group beside it leaves few people.
_OWN_WORKPLACE = re.compile(
    r"\bi(?:'m|'ve| am| was| do| did| have| work| worked| teach| taught| drive| clean| cook| run| own| manage| coach"
    r"| chair| lead| usher| serve| volunteer| study"
    r"| preach| pastor)(?: (?:[\w'-]+,? ){0,6}?(?:at|for|with|of|in|from))?(?: the)? \[(?:ORGANIZATION|ORG|EMPLOYER|SCHOOL|CHURCH)\b",
    re.IGNORECASE,
)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_AGE = re.compile(
    rf"""\b(?:i'm|i\ am)\ (?:1[1-9]|[2-9]\d|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen
    | (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\ ](?:{_UNITS}))?)(?=\s*(?:[,.;:!?]|years?\b|and\b|but\b|now\b|$))""",
    re.IGNORECASE | re.VERBOSE,
)
_KNOWN_INCIDENT = re.compile(r"\[(?:INCIDENT|KIN)\b")
_WHEN = re.compile(
    r"\[DATE\b|\b(?:19|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\bin May\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:last|this past) (?:week|month|year|spring|summer|fall|autumn|winter|night)\b"
    r"|\b(?:\w+) (?:days|weeks|months|years) ago\b|\b(?:Christmas|Thanksgiving|Easter|Halloween|Ramadan|New Year)\b"
)
_WHERE = re.compile(
    r"\[(?:ADDRESS|PLACE|LOCATION|SCHOOL|CHURCH|EMPLOYER|ORG|ORGANIZATION)\b"
    r"|\b(?:on|at|in|near|by|off|behind|outside|around|from|past)\s+(?:the\s+)?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day\b|Ramadan\b|Spanish\b"
    r"|English\b|Somali\b|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|I\b|God\b)[A-Z][a-z]+"
)


def tells_personal_matter(text: str) -> bool:
    """Tell whether a statement speaks of the health of its speaker or of somebody near, of a case or crime that they were part of, of
    where they work, or of how old exactly they are.

    Such a statement may be quoted; nobody says from which group it is.

    Args:
        text: An anonymised statement.
    """
    plain = text.replace("’", "'")
    if _AGE.search(plain) or _OWN_WORKPLACE.search(plain) or tells_own_illness(plain):
        return True
    sentences = split_sentences(plain)
    pairs = zip(sentences, ["", *sentences], strict=False)
    return any((_CASE.search(one) and _NEAR.search(f"{before} {one}")) or _tells_health(one, before) for one, before in pairs) or any(
        _OF_THEM.search(one) and _tells_health(one, " ".join(sentences[:place])) for place, one in enumerate(sentences)
    )


def _tells_health(one: str, before: str) -> bool:
    """Tell whether a sentence, read after the one before it, speaks of the health of the speaker or of somebody near."""
    both = f"{before} {one}"
    if _KIN_OF_THEIRS.search(both):
        return speaks_of_health(one) or OF_KIN.search(one) is not None
    near = _NEAR.search(both) or _MINE.search(both)
    return near is not None and speaks_of_health(OTHERS.sub("others", one))


def is_too_telling(text: str) -> bool:
    """Tell whether a statement says so much of its speaker that it is not quoted at all; it counts like others.

    It says something in confidence; or speaks of a post or of people they lead, by which colleagues know them; or speaks of what nobody
    but the speaker can have told (an illness, an assault of their own); or of a known incident that they or somebody near were part of;
    or of a personal matter with the time and the place of it.

    Args:
        text: An anonymised statement.
    """
    plain = text.replace("’", "'")
    if _CONFIDED.search(plain) or _OWN.search(plain) or _OWN_POST.search(plain) or tells_own_illness(plain):
        return True
    if not tells_personal_matter(plain):
        return False
    return _KNOWN_INCIDENT.search(plain) is not None or (_WHEN.search(plain) is not None and _WHERE.search(plain) is not None)
