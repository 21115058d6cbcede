"""Requests told from descriptions: does a statement ask for something, or say how things should be?

The rule knows the ways in which English (and some Spanish) speakers perform a request, sentence by sentence: orders, polite questions,
what ought to be, wishes, proposals put as conditions, and what is named without a verb ("More lights on the hill."). What only looks
like one is taken out first: speech that is reported, what should have been, how one's own words are announced ("I want to say"), and talk
about the meeting itself.

Source:
    The classes follow Searle (1976), Language in Society 5, 1-23 (directives), and the strategies of Blum-Kulka & Olshtain (1984),
    Applied Linguistics 5, 196-213: mood derivable, obligation, want, suggestory, query preparatory, hint.
"""

from __future__ import annotations

import re

from peace_analysis.anonymize.orders import is_order

LONGEST = 2_000  # characters of a sentence that are looked at: without punctuation, all that somebody said may be one
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”')]*\s+|\n+")
# Somebody's words are told: what follows in the sentence is not asked of anybody here.
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|asked|yelled|yelling|screamed|shouted|goes|was like|were like|begged|telling|saying|(?:she|he|"
    r"they|i) say|"
    r"(?:i am|i'm|he's|she's|and i'm|and he's) like|dijo|dijeron|dije|pregunt[óé])\b(?! so).*",
    re.IGNORECASE | re.DOTALL,
)
# Talk about the meeting, its notes and its cookies; and words that only announce other words.
_ABOUT_THE_MEETING = re.compile(
    r"\b(?:(?:in|on|for) (?:the|your) (?:notes?|record(?:ing)?)|on record|written down|write (?:it|that|this) down|in there that|"
    r"let me (?:\w+ )?"
    r"(?:say|add|tell|brag|praise|be|finish|start|go|think|see|read|put|explain|give|ask)|(?:want|need|like|going|i have|i've got|"
    r"gotta|wanna) to "
    r"(?:say|add|thank|start by|mention|go\b|leave|get home|get back|sit with|be fair|be honest|pick up|tell you|step out)|"
    r"turn my (?:picture|"
    r"camera|video)|(?:my|this|that) chair|put (?:that|it|this) down|you(?:'d| would) think|(?:can|could) (?:we|you|somebody|"
    r"someone|i) (?:open|close|crack|change|turn)|mute|save button|keep going|drive safe|get home safe|(?:these|those|"
    r"the rest of the|any more) "
    r"(?:cookies|snacks|coffee))\b",
    re.IGNORECASE,
)
_SOMEBODY = (
    r"(?:they|we|you|he|she|it|there|that|this|people|police|cops?|officers?|somebody|someone|everybody|everyone|nobody|no one|"
    r"kids?|children|"
    r"parents|recruits?|neighbors|residents|dispatchers?|whoever|(?:the|a|an|each|every|any|our|my|your|their|one|all|those|these|"
    r"that|no)"
    r"(?: \w+){1,3}?)"
)
_LITTLE = r"(?:\ (?:just|really|also|all|always|never|not|at\ least|maybe|only|still|kind\ of|definitely|probably|honestly))*"

_OUGHT = re.compile(
    rf"""\b(?:
      (?:they|you|police|cops?|officers?|recruits?|(?:every|each|the)\ \w+)\ should\ have\ to\b
    | # should, ought to: not of the past, not as a guess, not "you should see", "I should say", "why should I"
      (?<!why\ )(?<!if\ i\ )(?<!if\ he\ )(?<!if\ she\ )(?:(?<!\bi\ )should(?:n't)?|(?:ought|oughta)(?:\ not)?(?:\ to)?){_LITTLE}\b
        (?!\ (?:have|of|'ve|see|hear|say|add|mention|know|i|he|she|never)\b)(?!'ve|n't've)
    | i\ should(?:n't)?\ (?:not\ )?(?:be\ able|have\ to|get\ to)\b
    | {_SOMEBODY}\ must(?:\ not)?\b(?!\ (?:have|be|of)\b)(?!'ve)
    | (?:there|somebody|someone|(?:the|this|our)\ (?:city|department|police|county|mayor|chief|council|state|board|station|law|rule)|
       police|officers|cops|it)\ (?:has|have|'s|'ve)?(?:\ got)?\ ?(?:to|gotta)\ (?:be|start|stop|come|do|get|make|own|show|change
       |pay|answer)\b
    | (?:they|police|officers|cops|you)\ (?:have|need)\ to{_LITTLE}\ (?:say|tell|show|explain|answer|learn|listen|start|stop
       |understand|treat|
       train|hire|respect|publish|fix|give|make|put|be|know|get|come|talk|walk|send|have|build|fund|teach|let|do)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEEDS = re.compile(
    rf"""\b(?:
      we{_LITTLE}\ need(?!ed)\b(?!\ (?:you|me)\b)
    | i{_LITTLE}\ need\ (?:them|you|him|her|the|somebody|someone|police|officers|people|more|a\ (?:person|place|number|way|cop
       |detective))\b
    | (?:they|people|kids|children|officers|police|cops|recruits|parents|families|teenagers|folks|young\ people|you\ guys)
       {_LITTLE}\ need(?!ed)\b(?!\ (?:me|him|her)\b)
    | (?:somebody|someone|everyone|everybody|(?:the|this|our|every|each)\ (?:\w+\ )?(?:city|department|block|neighborhood|school
       |precinct|station|
       officer|recruit|cop|shift|board|hill|street|car|kid|child))\ needs\b
    | there\ needs\ to\b | needs\ to\ (?:be|start|stop|come|change|know|get|have)\b
    | {_SOMEBODY}\ deserves?\b | (?:we|i|they|people|folks|residents)\ (?:are|'re|'m|am)\ owed\b | \w+\ are\ owed\b
       | owes?\ (?:us|me|them|the)\b
    | (?:hacen?\ falta|necesitamos|se\ necesita\w*|debe(?:n|ría|rían|ríamos|mos)|tienen\ que|tendrían\ que|hay\ que)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WANTS = re.compile(
    rf"""\b(?:
      (?:i|we){_LITTLE}\ want(?!ed)\b(?!\ (?:to\ (?:say|cry|thank|add|tell|scream|throw|believe|run|hide|go|leave|die|know\ why)
       |it\ (?:in|on)|that\ written)\b)
    | (?<!don't\ )(?:people|folks|residents|parents|the\ kids|everybody|\w+\ (?:man|woman|resident|participant|person|mother
       |father)|several|others?|
       group|participants)\ wants?\b(?!\ to\ (?:know|say)|\ (?:them|us|him|her|it)\ (?:out|gone|\w+ed)\b)
    | (?:what|all){_LITTLE}\ (?:i|we)(?:'m|'re|'d|\ am|\ are|\ would)?{_LITTLE}\ (?:want|need|ask|asking|like
       |love)(?:\ for)?\b(?!\ about\b)
    | (?:i'd|we'd|(?:i|we|he|she|they|people|\w+\ (?:man|woman|resident|participant))\ would){_LITTLE}\ (?:like|love|want|prefer
       |ask|welcome|settle\ for|be\ happy|be\ glad|
       rather(?!\ (?:not|he\ could|than)))\b(?!\ to\ (?:say|add|know\ how|thank|sit|tell)\b)
    | (?:i'd|we'd|(?:i|we)\ would){_LITTLE}\ (?:start|put|make|give|stretch|require|publish|double|replace|rotate|assign|ban|hire
       |send|open|build|bring|pay|add|set|cut|change|take|teach|train|fund|turn|move|fix|let|
       invest|spend|get\ rid|have\ (?:every|each|them|the|a|an|one|two|some|more|officers|people|kids))\b(?!\ it\ (?:at|about)\b)
    | (?:i|we)(?:'m|'re|\ am|\ are)?{_LITTLE}\ (?:(?:asking|demand(?:ing)?|propos(?:e|ing)|suggest(?:ing)?|recommend(?:ing)?
       |urg(?:e|ing)|request(?:ing)?)\b|(?:ask|beg)\ (?:for|that|only)\b
       |(?:ask|beg)\ (?:them|you|police|officers|(?:the|every|each|all)\ \w+)\ (?:to|that|for)\b)
    | ^(?!every)(?:\w+\ ){{1,4}}(?:asks|suggests|proposes|requests|recommends|urges|requested|proposed|recommended)\ (?:that|for
       |a|an|more|the)\b
    | (?:i|we){_LITTLE}\ expect\ (?:them|you|the|officers|police|a|an|every|that|to)\b
    | (?:i|we){_LITTLE}\ wish\ (?!i\b)\w+ | (?:i|we){_LITTLE}\ hope\ (?:they|you|we|it|the|this|that|there|police|officers
       |someone|somebody\ (?:will|does|can))\b
    | if\ (?:i|we)\ could\ (?:have|get|change|ask|just)\b
    | (?:my|our|one|another|the|a|her|his)\ (?:\w+\ )?(?:ask|request|suggestion|proposal|idea|wish|dream|recommendation
       |demand)\s?(?:is|was|would|:|,|to|'s|for)
    | (?:one|first|only)\ thing\ (?:i|we)(?:'d|\ would)\b | (?:too|not)\ much\ to\ ask\b | that's\ (?:all|what)\ (?:i|we)(?:'m
       |'re|'d)?\ (?:ask|asking|want|need)\b
    | (?:quiero|queremos|quisi[eé]ra(?:mos)?|pid[oe]n?|pedimos|ojalá|(?:me|nos)\ gustaría|sería\ (?:bueno|mejor|bonito)|por\ favor|
       yo\ (?:pondría|haría|mandaría|abriría))\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PROPOSES = re.compile(
    rf"""(?:
      ^(?:and\ |but\ |so\ |or\ |maybe\ |also\ |okay\ |then\ |honestly\ |please,?\ |like,?\ )*
        (?:could|can|can't|couldn't|would|wouldn't|won't)\ (?:you|we|they|there|it\ (?:be|kill)|somebody|someone|the|police
       |officers|an?\ \w+|kids)\b
        (?!,)(?!\ (?:imagine|believe|hear|see\ me|blame|repeat|say\ that|tell\ me|guess))[^.]*\?
    | \b(?:how|what)\ about\ (?!you\b|me\b|that\b)\w+[^.]*\? | \bhow\ about\ (?:they|we|you|a|an|the|some|somebody|giving|letting)\b
    | \bwhat\ if\ (?:we|they|there|you|somebody|someone|the|every|each|an?|it)\b | ^imagine\ if\b
    | \bwhy\ (?:not|can't|don't|couldn't|doesn't|won't)\ (?:just\ )?(?:we|they|you|the|somebody|someone|there|let|have|give|put
       |send|make|use|open)\b
    | \b(?:would|it'd|that'd|they'd|there'd){_LITTLE}\ (?:help|mean\ (?:a|the|so|everything)|make\ (?:a|all|the|it|me|us)
       |change\ \w+|satisfy|solve|
       go\ a\ long\ way|be\ (?:a\ )?(?:nice|good|great|better|enough|wonderful|lovely|fair|start|help|easier|safer|perfect|huge
       |beautiful)|do\ it|be\ less)\b
    | \b(?:more|better|easier|safer)\ if\ (?:they|we|you|the|there|somebody|police|officers)\b
    | (?<!\bas\ )(?<!see\ )(?<!ask\ )(?<!asked\ )(?<!know\ )(?<!wonder\ )\b(?:if|unless)\ (?:they|you|we|there|somebody|someone
       |police|officers|(?:the|an?|one|every|each|that|our)\ \w+(?:\ \w+)?)
        (?:'d|\ (?:would|could|were|was|had|just|only|did|stayed|knew|came|learned|got|gave|put|took|made|spoke|listened|walked
       |asked|has|does|do|can))\b
        [^?]*?\b(?:would|wouldn't|\w+'d|could)\ (?!have\b|of\b|been\b)\w+
    | \b(?:would|wouldn't|\w+'d)\ (?!have\b|of\b|been\b)\w+[^?]*?\bif\ (?:they|you|somebody|someone|there|police|officers|(?:the
       |an?|one)\ \w+)
        (?:'d|\ (?:would|could|were|was|had|just|only|\w+ed))\b
    | \bif\ i\ (?:ran|had|were|was\ (?:the|in\ charge)|could)\b[^?]*?\bi(?:'d|\ would)\ (?!have\ (?:been|gone|gotten|\w+ed)\b)\w+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASE = re.compile(r"(?:^|[,;:—–-]\s*|\band\s+|\bso\s+|\bbut\s+|\bjust\s+)please\b|\bplease[.!]?$", re.IGNORECASE)
# Named without a verb: "More lights on the hill." "Somewhere for girls to go." "No more unmarked cars." "Girls-only gym time."
_NAMED = re.compile(
    r"""^(?:and\ |or\ |also\ |maybe\ |just\ |so\ |like,?\ |well,?\ |first,?\ |yes,?\ )*(?:
      (?:more|better|fewer|less|no\ more|longer|faster|shorter|real)\ (?!and\ more|or\ less|than|often|of\ (?:the|it|them))[\w'-]+
    | maybe\ (?:an?|some|one|two)\ \w+
    | (?:somebody|someone|something|people|officers|an?\ \w+)\ (?:who|to|that|for)\ (?:\w+s\b|can|could|will|knows?|looks?|speaks?|\w+)
    | (?:más|menos|mejores|un\ lugar|alguien\ que)\ \w+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SOMEWHERE = re.compile(
    r"^(?:and |or |also |maybe |just )*somewhere (?:for|to|with|that|where|safe|warm|after|kids)\b(?! \w+ed\b)", re.IGNORECASE
)
_TELLS = re.compile(
    r"\b(?:was|were|is|are|am|had|has|have|did|didn't|don't|doesn't|got|came|went|took|saw|made|said|keeps?|kept|left|lost|gets?|"
    r"feels?|felt|knows?"
    r"|fue|era|está|hay|había|\w{2,}ed|\w+'s (?:a|the|not|been|no)|it's|that's|there's|he's|she's|they're|we're|i'm|you're|i've|"
    r"we've|isn't|aren't|wasn't)\b",
    re.IGNORECASE,
)


def asks_for_something(text: str) -> bool:
    """Tell whether a statement asks for something or proposes it, by its wording; one sentence that does is enough.

    Args:
        text: A statement, as said; quoted speech in it is not looked at.
    """
    plain = _QUOTED.sub('""', text.replace("’", "'"))
    return any(_asks(sentence.strip()) for sentence in _SENTENCE.split(plain) if sentence.strip())


def _asks(sentence: str) -> bool:
    own = _REPORTED.sub("", sentence[:LONGEST]).strip()
    if not own or _ABOUT_THE_MEETING.search(own):
        return False
    if any(rule.search(own) for rule in (_OUGHT, _NEEDS, _WANTS, _PROPOSES, _PLEASE, _SOMEWHERE)):
        return True
    return is_order(own) or bool(_NAMED.search(own) and not _TELLS.search(" ".join(own.split()[:9])))
