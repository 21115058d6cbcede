"""The eight questions on use of force, and the words by which a policy speaks of each."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I | re.DOTALL)


_NEVER = re.compile(r"(?!)")
_SHOOT = r"(?:shoot|fir(?:e|es|ed|ing)\b|discharg)"
_VEHICLE = r"(?:vehicles?|cars?|trucks?|motorcycles?|automobiles?)"
_OTHERS = r"(?:another|other|others|fellow|any|an?|the) (?:\w+ )?(?:officers?|members?|employees?|deput(?:y|ies)|colleagues?|peers?|personnel|trooper)"
_GUN = r"(?:fire(?:\b|arm)|firing|shoot|shot|deadly|(?<!less[- ])(?<!less )lethal force|gun|discharg|weapon)"
_FORCE = r"(?:\bforce\b|\bforce was\b)"
_WAYS = r"(?:alternatives?|means|options?|measures?|tactics|methods)"


@dataclass(frozen=True)
class Question:
    """One question, and what to look for."""

    key: str
    asked: str  # as people read it
    strong: re.Pattern[str]  # words that speak of nothing else
    weak: re.Pattern[str]  # words that speak of it if nothing stronger is found
    heading: re.Pattern[str]  # of a section about it
    needs: re.Pattern[str] | None = None  # must stand in the sentence or its heading too
    not_about: re.Pattern[str] = _NEVER  # sentences that only look like it
    forbids: bool = False  # a policy may forbid it in one place and allow it in another


QUESTIONS = (
    Question(
        "de_escalation",
        "Does it require officers to de-escalate?",
        _any(r"de-?\s?escalat\w*"),
        _any(
            r"time,? (?:and )?distance",
            r"slow(?:ing)? (?:down|the|things)[^.;]*",
            r"calm(?:ing)? (?:the|a|down)[^.;]*",
            r"verbal persuasion",
        ),
        _any(r"de-?\s?escalat"),
        not_about=_any(r"training (?:in|on) de-?escalat"),
    ),
    Question(
        "chokeholds",
        "Does it forbid chokeholds and strangleholds?",
        _any(
            r"choke[- ]?holds?|\bchok(?:e|es|ing)\b|strangle\w*|strangulation|carotid(?: \w+)?|neck (?:restraints?|holds?)",
            r"(?:lateral )?vascular neck \w+|\bLVNR\b",
        ),
        _any(
            r"(?:pressure|weight|force|knee|arm|grip|grab\w*|kneel\w*|compress\w*)[^.;]{0,40}\b(?:neck|throat|windpipe|airway)",
            r"(?:restrict|block|imped|cut|stop|limit)\w*[^.;]{0,40}\b(?:breath\w*|airway|air|flow of blood|blood flow)",
        ),
        _any(r"neck|choke|strangle|carotid"),
        forbids=True,
    ),
    Question(
        "duty_to_intervene",
        "Must officers stop others from using too much force?",
        _any(r"interven\w*|interced\w*|step(?:s|ping)? in\b|duty to act"),
        _any(r"(?:stop|prevent|halt|restrain)\w* [^.;]{0,50}(?:officer|member|deputy|employee|colleague|excessive|unlawful|force)"),
        _any(r"interven|interced"),
        needs=_any(_OTHERS, r"interven\w+ (?:when|if|where)", r"duty to (?:intervene|intercede)", r"excessive|unreasonable|beyond what"),
        not_about=_any(r"crisis intervention|intervention (?:team|training|unit|program)|medical intervention"),
    ),
    Question(
        "warning",
        "Must officers give a warning before shooting?",
        _any(r"(?:verbal |oral |clear |spoken )*warn(?:ing|ings|s|ed)?\b(?! shots?)"),
        _any(
            rf"(?:say|announc|stat|tell|shout|call|declar)\w*[^.;]{{0,60}}(?:{_SHOOT}|deadly|lethal)",
            r"identif\w+ (?:themsel|himsel|hersel|yoursel|as)[^.;]*",
        ),
        _any(r"warning(?!s? shots?)"),
        needs=_any(_GUN),
        not_about=_any(
            r"warning shots?",
            r"\b(?:dogs?|canines?|k-?9|tasers?|conducted|electronic|ecd|cew|spray|oc|chemical|batons?|less[- ]lethal|bean ?bags?)\b",
        ),
    ),
    Question(
        "exhaust_alternatives",
        "Must officers try everything else before deadly force?",
        _any(
            r"exhaust\w*[^.;]{0,60}",
            r"(?:as a |the )?last resort",
            rf"(?:all|every|any|no) (?:other )?(?:\w+ ){{0,2}}(?:less[a-z-]* \w+ )?{_WAYS}[^.;]{{0,60}}(?:fail|exhaust|tried|attempt|consider|unsuccess|ineffective"
            r"|impractic|unavailable|not (?:be )?(?:work|available|feasible|practical)|remain|exist|has been|have been)",
            rf"(?:first )?(?:tr(?:y|ied)|attempt|us(?:e|ed)|consider)\w* (?:all|every)(?: other)?[^.;]{{0,30}}{_WAYS}",
            rf"no (?:other )?(?:safe |safer |reasonable |reasonably effective |lesser |feasible )+{_WAYS}",
        ),
        _any(
            rf"(?:lesser|other|less[- ]\w+|non-?lethal) {_WAYS}[^.;]{{0,60}}(?:fail|tried|not (?:be )?(?:enough|work|available|feasible)|first)"
        ),
        _any(r"alternativ|exhaust|last resort"),
        needs=_any(r"deadly|lethal|shoot|firearm|force"),
    ),
    Question(
        "moving_vehicles",
        "Does it forbid shooting at moving vehicles?",
        _any(
            rf"{_SHOOT}\w*[^.;]{{0,80}}\b(?:moving|fleeing|occupied|motion)?[^.;]{{0,20}}\b{_VEHICLE}",
            rf"\b{_VEHICLE}[^.;]{{0,80}}{_SHOOT}\w*",
        ),
        _any(rf"(?:deadly|lethal) force[^.;]{{0,80}}moving {_VEHICLE}|moving {_VEHICLE}[^.;]{{0,80}}(?:deadly|lethal) force"),
        _any(r"vehicle"),
        forbids=True,
    ),
    Question(
        "continuum",
        "Does it have a use-of-force continuum?",
        _any(r"continuum|(?:force|response|control|resistance)[- ](?:\w+ )?(?:matrix|chart|ladder|wheel|scale|model)|matrix"),
        _any(
            r"levels? of (?:\w+ )?(?:resistance|force|control)[^.;]{0,80}(?:correspond|match|answer|proportion|pair|met|level)\w*",
            r"(?:correspond|match|proportion|pair)\w*[^.;]{0,60}levels? of (?:\w+ )?(?:resistance|force|control)",
        ),
        _any(r"continuum|matrix|levels? of (?:force|control|response)|force options"),
    ),
    Question(
        "reporting",
        "Must officers report all uses of force, and threats of it?",
        _any(
            rf"(?:report|document|record)\w*[^.;]{{0,60}}\b(?:all|every|any|each)\b[^.;]{{0,40}}{_FORCE}",
            rf"\b(?:all|every|any|each|whenever)\b[^.;]{{0,60}}{_FORCE}[^.;]{{0,120}}(?:report|document|record|writ)\w*",
        ),
        _any(
            r"(?:writ|complet|submit|fil|prepar|fill|mak)\w*[^.;]{0,60}\breports?\b",
            rf"(?:report|document)\w*[^.;]{{0,80}}{_FORCE}",
            rf"{_FORCE}[^.;]{{0,80}}(?:report|document)(?:s|ed|ing)?\b",
        ),
        _any(r"report|document"),
        needs=_any(r"force|firearm|weapon"),
        not_about=_any(r"annual|each year|every (?:year|quarter|three months|month)|once a year|published|statistic"),
    ),
)
