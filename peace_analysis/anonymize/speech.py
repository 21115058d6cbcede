"""How people bring names into talk: introductions and titles, and where an ordinary word stands for a person."""

from __future__ import annotations

import re

from peace_analysis.anonymize.wordlist import phrase_list, word_set

OFFICIAL = word_set(
    "officer ofc ofc. officers sergeant sgt sgt. sarge detective det det. lieutenant lt lt. captain capt capt. "
    "commander cmdr cmdr. inspector corporal cpl cpl. deputy trooper sheriff chief "
    "marshal major colonel superintendent patrolman councilman councilwoman councilmember councilperson councilor "
    "councillor alderman alderwoman alderperson alder commissioner mayor senator sen sen. "
    "representative rep rep. congressman congresswoman governor gov gov. judge magistrate prosecutor oficial "
    "sargento teniente capitán capitana comandante alcalde alcaldesa concejal "
    "comisionado comisionada jueza juez agente"
)
PERSONAL = word_set(
    "mr mr. mrs mrs. ms ms. miss mister missus mx mx. dr dr. doctor doc prof prof. professor pastor reverend rev "
    "rev. rev'd father fr fr. imam rabbi bishop deacon deaconess elder evangelist apostle minister "
    "sheikh shaykh ustadh hajji chaplain coach principal teacher nurse señor señora señorita sr sr. sra sra. srta "
    "srta. don doña dona profe profesor profesora padre hermano hermana maestro maestra licenciado doctora"
)
KIN = word_set(
    "aunt auntie aunty tía tia tío tio uncle unc cousin sister brother mother mama grandma grandpa granny nana "
    "abuela abuelo big little lil lil' old miz sis bro papa pop pops father"
)
TITLES = OFFICIAL | PERSONAL | KIN
# Titles after which even an ordinary word in lower case is a name ("ms rose"); after others ("officer young said") it is not.
ALWAYS = word_set("mr mr. mrs mrs. ms ms. mister missus mx mx. doña srta srta. miz")
NOT_AFTER_TITLE = word_set(
    "friendly of and or in on at to the a an is was are who that said says with for down involved shooting training "
    "safety wellness discretion contact ones one here there comes came will would "
    "can could should has had have did does do gets got go goes went not just be been being down up out no yes "
    "please i we he she it they you my his her our your if so but when then as by from all any only "
    "every both now back because about know knew knows nature general bird brother sister god time superior earth lord"
)
# What may follow a name in a run of lower-case words, and so ends it.
STOPS = NOT_AFTER_TITLE | word_set(
    "my me live lives work works am from here speaking born moved grew teach run go been this these those what where "
    "how why come came stay stayed also people everybody everyone folks short too "
    "again like um uh you know well okay ok yeah oh hi hello thanks thank thirty twenty forty fifty sixty seventy "
    "eighty ninety nineteen eighteen seventeen sixteen fifteen fourteen thirteen twelve eleven "
    "vivo soy tengo y de trabajo vengo pero con en mi el la los las un una que nada bueno aquí"
)
_SELF = (
    "my (?:first |last |full |real |middle |maiden |nick)?name(?:'s|s| is| was)?|name(?:'s| is)|i go by|(?:he|she"
    "|they) (?:go|goes|went) by|(?:i'm|i am|he's|she's|is|was|am|were|they're|gets?|got) (?:called|named)|"
    "(?:everybody|everyone|people|they|folks|friends|kids|we|y'all|you|you can|you could|just|the kids|my friends"
    "|most people|the guys|all) (?:all )?(?:just )?calls? (?:me|him|her)|(?:used to|can|could|always) call (?:me|him"
    "|her)|"
    "nickname(?:'s| is| was)?|known as|goes by|(?:his|her|their|whose|son's|daughter's|kid's|officer's|boy's|girl's"
    "|brother's|sister's|friend's|partner's|wife's|husband's|mother's|father's) (?:first |last |full |nick)?name(?:'s"
    "| is| was)|"
    "(?:man|woman|boy|girl|kid|guy|officer|lady|cop|detective|friend|neighbor|fellow|dude|gentleman|person|baby|dog"
    "|student|teacher|son|daughter|brother|sister|cousin|nephew|niece|uncle|aunt) (?:named|called|by the name of)|"
    "(?:cop|cops|officer|sergeant|detective|deputy|trooper|one|guy|dude|man|lady|partner) (?:that |who |whom )?"
    "(?:we|they|everybody|everyone|"
    "people|folks|kids|y'all|the kids|the block) (?:all |just |always )?calls?|"
    r"named (?:him|her|the baby|our son|our daughter|my son|my daughter)|name of|signed"
)
SELF = re.compile(rf"\b(?:{_SELF})\s*[,:]?\s+(?:is\s+|um,?\s+|uh,?\s+|like,?\s+|it's\s+)*", re.IGNORECASE)
SELF_ES = re.compile(
    r"\b(?:me llamo|mi nombre es|mi nombre completo es|se llama(?:ba)?|me dicen|le dicen|le decían|me conocen como"
    r"|llamad[oa]|de nombre|les? habla|habla|apellid[oa])\s*,?\s+",
    re.IGNORECASE,
)
# "I'm Maria", "this is Maria": only a capital, or a word that is nothing but a name, tells a name from "I'm tired", "this is hard".
PRESENTED = re.compile(
    r"\b(?:i'm|i am|im|this is|that's|that is|it's|it is|here's|meet|soy|yo soy|es|y'all know|you know|am|and i'm)\s+"
    r"(?:um,?\s+|uh,?\s+|also\s+)*",
    re.IGNORECASE,
)
# Before or after an ordinary word these make a person of it: "thank you, Hope", "Will said", "Grace told me".
AFTER = word_set(
    "said says told asked asks mentioned was is has had came comes went goes got knows knew thinks thought talked "
    "called calls works worked lives lived moved died passed brought gave taught lost helped saw "
    "used would could ain't doesn't didn't wasn't isn't hasn't dijo dice contó preguntó mencionó vive trabaja vino"
)
ADDRESSED = re.compile(
    r"(?:^|[.!?]\s*|\b(?:thanks|thank you|thank you so much|hi|hello|hey|okay|ok|yes|welcome|and|like|what|as|go ahead"
    r"|sorry|good evening|good morning|amen|gracias|hola|you too|right|please|same as|back to|over to)),?\s+$",
    re.IGNORECASE,
)
EVERYDAY = word_set(
    "will may can an do so see her he she his him you your my me we us they them it its is be am are was as at by "
    "for in of on or to up the and any all no not now how who why what when long lo la le pa ma no "
    "son day in out off over under more less one two three ten old new young man men boy day hang hung song sun moon "
    "sky star lot lots love life time way back home house lee still just even ever never "
    "mark hope grace chase summer spring autumn rose faith joy dawn june april august march may bill rob sue pat "
    "frank art gene ray dean guy rich miles hunter angel christian justice destiny precious prince "
    "sage brook cliff clay dale glen grant pearl ruby iris lily ivy violet olive ginger amber crystal star melody "
    "harmony storm stone brown white black green gray law king queen bishop price lane park hill wood "
    "woods banks fields rivers waters bell hall field ford may best good love wise strong small short early gay "
    "moody savage blunt sharp bright noble power powers major minor page parks mills mayor "
    "bond cash chance case mercy honor patience charity constance penny nick drew pierce skip buddy sonny junior bud "
    "chip rusty sandy rocky lucky happy merry hazel heath "
    "basil daisy myrtle reed forest river rain jay dick van barb brain candy cherish conception curt desire don dot "
    "dung dusty earnest echo fairy flora glory homer jarred karma manual marry miss mi mica "
    "numbers nu opal pasty peg princess prudence rod rosy sang savanna season sol soon sparkle stormy sunny sunshine "
    "tad tequila tiara tiny trinity velvet windy yuk meta era aide aura alpha delta omega "
    "brick bang key keys young doll guy bear wolf fox rock reason order cook baker carpenter driver porter barber "
    "gardener farmer fisher hunter walker carter miller mason"
)
# Words that open a sentence before a name and are never part of it, though lists of surnames have some of them.
OPENERS = word_set(
    "so and but the then or well when if now because yes no oh will may can do does did is was are were has have had "
    "let like that this it what where why how who see say as to for with from my our your her his "
    "hope mark chase grant sue bill rob an in on at by after before since until even maybe just only also still once "
    "every some many most then there here ask tell call thank thanks hi hello hey please good first last next dear "
    "my ok okay not you me we they he she"
)
# Countries and states of several words that are kept as a whole; their words alone may be names.
LONG_PLACES = phrase_list(
    "puerto rico, hong kong, sierra leone, el salvador, north carolina, south carolina, west virginia, new jersey, "
    "new mexico, new hampshire, new york, north dakota, south dakota, rhode island, costa rica, sri lanka, addis ababa, "
    "saudi arabia, south sudan, south africa, ivory coast, santo domingo, los angeles, san francisco, san diego, "
    "san antonio, san jose, las vegas, new orleans, st louis, st paul, saint paul, kansas city, el paso, fort worth, "
    "virginia beach, hip hop, jim crow, martin luther king, uncle sam, rosa parks, black panther, miranda rights, "
    "robin hood, santa claus"
)
