"""Words for an illness, a disability, a treatment or a bad night: what people say when they speak of somebody's health.

The list is kept by kind. A kind says how a word is used: a condition is had, a state is what somebody is, a treatment is taken, an event
befalls. No word counts alone: `personal_matters` asks whose health it is. Add a word to its kind, with a sentence in the tests that has
it and one that only looks like it. The words were gathered from general knowledge of how conditions are called, not from one city.
"""

from __future__ import annotations

import re

_ORGAN = (
    r"(?:heart|lung|kidney|liver|thyroid|skin|nerve|stomach|back|blood|brain|breathing|hearing|memory|sleep|medical"
    r"|health|mental(?:\ health)?|chronic)"
)
_LIMB = r"(?:knees?|hips?|backs?|hearts?|legs?|lungs?|eyes|eyesight|shoulders?|feet|foot|ankles?|wrists?|arms?|hands?|kidneys?|liver)"
CONDITIONS = rf"""(?:
    glaucoma | cataracts | macular\ degeneration | cystic\ fibrosis | muscular\ dystrophy | an[a]?emia | h[a]?emophilia | gout
      | celiac | lyme\ disease
  | endometriosis | osteoporosis | neuropathy | pneumonia | sepsis | a\ hernia | kidney\ stones | vertigo | narcolepsy
      | long-term\ illness
  | asthma | copd | emphysema | bronchitis | diabetes | cancer | leuk[ae]+mia | lymphoma | tumou?rs? | epilepsy
  | (?:high\ )?blood\ pressure | hypertension | arthritis | lupus | fibromyalgia | migraines? | parkinson'?s | multiple\ sclerosis
      | sickle\ cell
  | (?:heart|kidney|liver|lung|chronic)\ (?:disease|failure) | {_ORGAN}\ (?:conditions?|trouble|problems?|issues?) | heart\ murmur
      | a\ hole\ in\ (?:my|his|her)\ heart | hepatitis
  | tuberculosis | crohn'?s | hiv | dementia | alzheimer'?s? | cerebral\ palsy | down('?s)?\ syndrome | spina\ bifida | sciatica
      | scoliosis
  | traumatic\ brain\ injury | brain\ (?:injury|damage) | concussions? | tbi | food\ allerg(?:y|ies) | long\ covid
  | depression | (?:social\ |bad\ |severe\ |terrible\ )?(?<!me\ )anxiety | (?:anxiety|panic)\ (?:attacks?|disorder) | ptsd | c-?ptsd
      | ocd | adhd
      | bipolar
  | schizo\w+ | psychosis | paranoia | insomnia | agoraphobia | an?\ eating\ disorder | anorexia | bulimia | flashbacks
  | (?:eating|mood|personality|sleep|seizure|stress|psychotic|processing|blood|genetic|mental)\ disorder | mental\ illness
  | autism | asperger'?s | tourette'?s? | dyslexia | a\ stutter | learning\ (?:disabilit\w+|disorder) | special\ needs | disabilit(?:y
      |ies)
  | (?<!and\ )seizures?(?!\ of) | an?\ addiction | a\ (?:drinking|drug|habit)\ problem | demencia | cáncer | presión\ alta | asma
      | epilepsia
  | esquizofrenia | depresión | ansiedad | autismo | vih )"""
# Written in capitals only: in lower case they are other words.
_CAPITALS = re.compile(r"\b(?:MS|ALS|AIDS|ADD|BPD|IBS|TB|IEP|in AA|in NA)\b")
STATES = r"""(?:
    an[a]?emic | selectively\ mute | diabetic | epileptic | asthmatic | autistic | bipolar | schizo\w+ | psychotic
      | paranoid\ schizophrenic | manic | hiv[-\ ]positive
      | suicidal
  | anorexic | bulimic | dyslexic | clinically\ depressed | mentally\ ill | hospitali[sz]ed | sectioned | detox(?:ing|ed)
  | (?:an?|the)\ (?:\w+\ ){0,2}(?:addict|alcoholic|diabetic|epileptic|schizophrenic) | an\ amputee | pregnant
  | in\ (?:recovery|remission|rehab|detox|dialysis|chemo) | on\ (?:insulin|dialysis|chemo\w*|methadone|suboxone|lithium|oxygen)
  | (?:on|off)\ (?:my|his|her|their|the)?\ ?(?:meds|medicine|medication|pills) | (?:\w+\ (?:years?|months?|days?)\ )?(?:sober
      |clean\ and\ sober)
  | (?:on\ )?the\ spectrum )"""
# What somebody sees who sits beside them; it takes the group away and not the place among quotes.
_VISIBLE = r"""(?:
    wheelchairs? | power\ ?chair | (?:my|his|her|their|the|with\ a|on\ a|uses?\ a|behind\ a)\ (?:walker|cane|crutches) | on\ crutches
  | prosthe\w+ | hearing\ aids? | cochlear | guide\ dog | service\ dog | white\ cane | oxygen\ tank | disabled | (?:i'm|he's|she's
      |i\ am|he\ is|she\ is|left\ (?:me|him|her)|was)\ paraly[sz]ed | amputee
  | deaf(?!\ (?:ears?|to)\b) | hard\ of\ hearing | non-?verbal | silla\ de\ ruedas | sord[oa] | cieg[oa] | discapaci\w+ | embarazad\w+
  | (?:is|am|are|was|were|be|been|'m|'s|'re|born|legally|going|went|nearly|half|partially|totally|almost)
    \ (?:(?:legally|half|nearly|almost|born)\ )?blind
    (?!\ (?:corner|spot|curve|turn|alley|eye|hill|side|drive|trust|faith|luck|to\b))
  | broke\ (?:my|his|her|a|an|the)\ (?:hip|wrist|arm|leg|ankle|collarbone|back|neck|rib) | bad\ {limb} )""".replace("{limb}", _LIMB)
_TREATMENTS = r"""(?:
    an?\ stents? | an?\ (?:\w+\ )?bypass | (?:hip|knee|heart|valve)\ (?:replacement|surgery) | a\ colostomy | a\ feeding\ tube
      | insulin | inhalers? | nebuli[sz]er | epi-?pen | chemo\w* | radiation\ (?:therapy|treatment) | dialysis | methadone | suboxone
      | buprenorphine
  | naltrexone | lithium | haldol | zoloft | prozac | xanax | seroquel | risperdal | abilify | adderall | ritalin | antidepressants?
  | antipsychotics? | antirretrovirales | blood\ thinners? | pacemaker | transplant | surgery | rehab | (?:in|out\ of|went\ to)\ (?:detox
      |therapy|treatment)
  | (?:my|his|her|their|su|sus)\ (?:meds|medicines?|medications?|pastillas|prescriptions?|diagnosis|therapist|psychiatrist|psychologist
      |oncologist|cardiologist
    |sponsor|condition|illness|disease|disability|asthma|diabetes|anxiety|depression|trauma|epilepsy|pregnancy|chair\ lift)
  | (?:on|off|stop\w*|tak\w+|took|miss\w*|need\w*|without)\ (?:my|his|her|their|the)?\ ?(?:meds|medicine|medication|pills)
  | on\ (?:disability|ssi|ssdi) | special\ ed(?:ucation)? | insulina | metadona | diálisis )"""
_CARE = (
    r"(?:hospital|e\.?r\.?|emergency\ room|emergency\ department|i\.?c\.?u\.?|psych(?:iatric)?\ (?:ward|unit|hospital"
    r"|hold)|mental\ ward|crisis\ (?:unit|center)|detox|rehab)"
)
_EVENTS = rf"""(?:
    (?:hear(?:s|ing|d)?|at)\ (?:\w+\ )?voices(?!\ (?:outside|upstairs|downstairs|from|yelling|shouting|arguing|through|down|next|across)\b)
  | (?:the|his|her|my)\ voices\b(?!\ (?:of|in|from|on|at|that|who|we|i|you)\b) | seeing\ things | hallucinat\w+ | delusion\w*
      | paranoi\w+ | manic
  | (?:manic|psychotic|bipolar|an?|another|his|her|my)\ episodes? | breakdown | meltdowns? | flashbacks
      | in\ (?:a\ )?(?:mental\ health\ )?crisis
  | an?\ (?:bad\ )?(?:asthma|panic|anxiety)\ attack | (?<!me\ a\ )(?<!almost\ had\ a\ )(?<!nearly\ had\ a\ )(?<!got\ a\ )heart\ attack
      | a\ (?:\w+\ )?stroke(?!\ (?:of|order|count))
  | suicid\w+ | self-harm\w* | overdos\w+ | od(?:'d|ed) | relaps\w+ | miscarr\w+ | abortion | pregnan\w+ | diagnos\w+ | hospitali[sz]ed
  | (?:hurt|kill|harm|cut)s?(?:ting|ing)?\ (?:my|him|her|them)sel(?:f|ves) | (?:took|taken|swallowed)\ (?:\w+\ ){{0,2}}pills
      | talked\ (?:him|her|me)\ down
  | (?:(?<!a\ )(?<!the\ )collapsed|passed\ out|fainted|(?:i|he|she)\ blacked\ out|unconscious) | (?:stopped|wasn't|isn't|not)\ breathing
  | (?:brought|bring|took|take|taken|rushed|carried|drove|sent|got|admitted|flown|transported|held|kept|committed|landed|ended\ up|went)
    \ (?:[\w'-]+\ ){{0,5}}?(?:to|at|in|into)\ (?:the\ |a\ |an\ )?(?:[\w'-]+\ )?{_CARE}
  | (?<!work\ )(?<!works\ )(?<!worked\ )(?<!working\ )in\ the\ (?:hospital|psych\ ward|icu|e\.?r\.?|emergency\ room)
      | ambulance\ for\ (?:me|my|him|her)
  | (?:kidneys?|liver|heart|lungs)\ (?:failed|failing|gave\ out) | nightmares | (?:i|he|she)\ faint(?:s|ed)?\b | postpartum
      | (?:can't|cannot)\ walk\ (?:anymore|any\ more) | (?:wakes?|woke|waking)\ up\ screaming
  | (?:people|things|a\ man|somebody|someone)\ (?:who|that)\ (?:aren't|isn't|weren't|wasn't|are\ not|were\ not)\ there
  | out\ of\ (?:my|his|her)\ (?:left|right|good|bad|one)\ (?:ear|eye) | (?:carry|carries|needs?)\ oxygen | 5150(?:'?d|ed)?
      | fifty-one\ fifty | baker\ act(?:ed)? | (?:psych|psychiatric|involuntary|72-hour|seventy-two-hour
      |mental\ health)\ hold | sectioned
  | up\ (?:for\ )?(?:two|three|four|five|six|seven|\d+)\ days | (?:days|nights)\ without\ (?:any\ )?(?:sleep|sleeping) | had\ covid
      | got\ covid
  | (?:o[íy]e|oía|escucha(?:ba)?)\ voces | (?:al|en\ el)\ hospital | sobredosis )"""
HEALTH = re.compile(
    rf"""\b(?: {CONDITIONS} | {STATES} | {_TREATMENTS} | {_EVENTS}
    | alcoholi(?:c|sm)(?!\ (?:drink|beverage)) | depressed(?!\ (?:parts?|area|neighborhood|side|block|district|economy|town|end))
      | anxiety\ attacks?
    | addict(?:ed|ion)? | heroin | fentanyl | diabet\w+ | epilep\w+ | autis\w+ | psychotic | esquizofren\w+
    | (?:years?|months?|weeks?|days?|got|stone|been|is|'s|'m|am|was)\ (?:clean\ and\ )?sober | mentally\ ill | terminally\ ill
    | (?:was|is|am|'m|'s|gets?|got|been)\ (?:so\ |very\ |really\ |only\ )?(?:sick|ill|unwell)(?!\ (?:of|and\ tired|to\ death|at\ ease))
    | (?:my|mi)\ late )\b | \b(?:'s|is|are|am|was|were|be|been)?\ ?{_VISIBLE}(?![\w])""",
    re.IGNORECASE | re.VERBOSE,
)
# People in general, and those who are trained for them: nobody's own health, unless kin are named beside it.
OTHERS = re.compile(
    r"""\b(?:people|persons?|folks|everyone|everybody|someone|somebody|anyone|anybody|those|kids|children|adults|youth)
      \ (?:(?:with|having|living\ with|suffering\ from|on|in)|(?:who|that)\ (?:have|has|are|is|use|uses|take|hear|get|got))
      \ (?:a\ |an\ |the\ |severe\ |bad\ )?[\w'-]+(?:\ attacks?|\ chairs?)?
    | (?:mental\ health|crisis|addiction|autism|disability|dementia|diabetes|cancer|asthma|overdose|rehab)\ (?:workers?|teams?|people
      |units?|centers?|clinics?|training|services
      |counsell?ors?|awareness|nurses?|ramps?|parking|rates?|programs?|class(?:es)?|kits?) | (?:trained|training|train|class|course
      |taught)\ (?:\w+\ )?(?:in|on|for|about)\ [\w'-]+""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_MINE = (
    r"(?:with|who|whose|that|for|and|or|but|people|kids?|friends?|sons?|daughters?|mother|father|mom|dad|brothers?|sisters?|aunts?"
    r"|uncles?|cousins?|neighbou?rs?|husband|wife|family|students?|customers?|patients?|clients?|residents?|tenants?|to|about|of"
    r"|at|on|in|from|seen|heard|met|known|no|never|not)"
)
_SOME = rf"(?:(?!{_NOT_MINE}\b)[\w'-]+\ ){{0,3}}?"
_NO_TRADE = (
    r"(?!['’\ -]+(?:nurses?|workers?|teams?|training|class\w*|clinics?|programs?|center|ward|pamphlets?|brochures?|unit"
    r"|educators?|calls?|meetings?|research\w*|awareness|kits?))"
)
_EVER = (
    r"(?:also\ |still\ |actually\ |always\ |just\ |really\ |now\ |myself\ |a\ little\ |very\ |severely\ |type\ (?:1|2"
    r"|one|two)\ |\d+\ \w+\ |\w+\ (?:weeks?|months?)\ )*"
)
OWN_HEALTH = re.compile(
    rf"""\bi(?:\ have|'ve|'ve\ got|\ have\ got|'ve\ had|\ have\ had|\ had|\ got|\ get|\ live\ with|\ suffer(?:ed)?\ (?:from|with)
      |\ struggled?\ with)
      \ (?:(?:my|both|this|type\ (?:1|2|one|two)|stage\ \w+)\ )?{_SOME}(?:{CONDITIONS}|a\ stroke(?!\ of)|(?<!got\ )a\ heart\ attack
      |a\ (?:manic
      |psychotic)\ episode)\b{_NO_TRADE}
    | \bi(?:'m|\ am|\ was|'ve\ been|\ have\ been|'d\ been|\ had\ been|\ got|\ went|\ became)\ {_EVER}{STATES}\b{_NO_TRADE}
    | \bi\ (?:take|took|use|need|inject|carry|am\ on|was\ on|stopped|quit|missed)\ (?:taking\ )?(?:my\ |an?\ )?(?:insulin|inhaler|chemo
      |methadone|suboxone|dialysis|meds|lithium
      |antidepressants|epi-?pen)\b{_NO_TRADE}
    | \bmy\ (?:own\ )?(?:asthma|diabetes|epilepsy|ptsd|ocd|adhd|autism|depression|cancer|seizures?|bipolar|schizo\w+|hiv|insulin|inhaler
      |methadone|chemo|dialysis|meds|psychiatrist
      |addiction|sobriety|mental\ illness|panic\ attacks?|psychosis)\b{_NO_TRADE}
    | \bi\ hear\ voices\b(?!\ (?:outside|upstairs|downstairs|from|yelling|shouting|arguing|through|down|in\ the|at|on))
    | \b(?:yo\ )?(?:tengo|tuve|padezco|sufro)\ (?:de\ )?(?:la\ )?(?:diabetes|asma|epilepsia|cáncer|depresión|ansiedad|vih|esquizofrenia
      |autismo)\b
    | \bsoy\ (?:diabétic[oa]|epiléptic[oa]|autista|bipolar|esquizofrénic[oa]|alcohólic[oa])\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_CAPITALS = re.compile(r"\b(?:[Ii](?: have|'ve got|'ve| had) |[Mm]y )(?:MS|ALS|AIDS|ADD|BPD|IBS|TB)\b")
# Only beside kin: of anybody else these words say nothing.
OF_KIN = re.compile(
    r"""\b(?:fell(?!\ (?:asleep|in\ love|in\ with|behind|for|through|out|silent|quiet))|(?:has|have|'s\ got)\ (?:it|that\ too|this\ too
      |the\ same)(?=[,.;]|\ (?:too|bad|as\ well)))
    | \bup\ (?:for\ )?(?:two|three|four|five|six|seven|\d+)\ (?:days|nights)\b | \bambulance\b | \bdrinks\b | \bnot\ (?:him|her)self\b
    | \bin\ the\ hospital\b | \ballergic\b(?!\ to\ (?:work|getting|police|cops|paperwork)) | \b(?:wasn't|isn't)\ (?:him|her)self\b
      | \buses(?=[,.;])|\busing\ again\b|\bshoots\ up\b
      |\bon\ (?:meth|crack|dope|drugs)\b
    | \b(?:was|were|got|had\ (?:him|her))\ committed\b | \bstrapped\ (?:\w+\ ){1,2}down\b | \bto\ psych\b | \bcouldn't\ breathe\b
      | \bchok(?:ing|ed)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def speaks_of_health(text: str) -> bool:
    """Tell whether a sentence has a word for somebody's illness, disability or treatment, whoever's it is."""
    return HEALTH.search(text) is not None or _CAPITALS.search(text) is not None


def tells_own_illness(text: str) -> bool:
    """Tell whether speakers say of themselves that they have, or had, an illness.

    Narrower than `speaks_of_health`, for it costs a quote: a disability that everybody in the room sees is none.
    """
    return OWN_HEALTH.search(text) is not None or _OWN_CAPITALS.search(text) is not None
