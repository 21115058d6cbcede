"""Names of countries as they end an address, in lower case."""

from __future__ import annotations

import re

from peace_analysis.anonymize.wordlist import phrase_list

COUNTRIES = frozenset(
    phrase_list(
        "afghanistan, albania, algeria, andorra, angola, argentina, armenia, aruba, australia, austria, azerbaijan, bahamas, bahrain, "
        "bangladesh, barbados, belarus, belgium, belize, benin, bermuda, bhutan, bolivia, bosnia, bosnia and herzegovina, botswana, "
        "brazil, brasil, brunei, bulgaria, burkina faso, burundi, cambodia, cameroon, canada, cape verde, chad, chile, china, colombia, "
        "comoros, congo, costa rica, croatia, cuba, cyprus, czech republic, czechia, denmark, djibouti, dominica, dominican republic, "
        "ecuador, egypt, el salvador, england, eritrea, estonia, eswatini, ethiopia, faroe islands, fiji, finland, france, gabon, gambia, "
        "germany, deutschland, ghana, gibraltar, great britain, greece, greenland, grenada, guam, guatemala, guinea, guyana, haiti, "
        "honduras, hong kong, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy, italia, ivory coast, jamaica, "
        "japan, jersey, jordan, kazakhstan, kenya, kiribati, korea, kosovo, kuwait, kyrgyzstan, laos, latvia, lebanon, lesotho, liberia, "
        "libya, liechtenstein, lithuania, luxembourg, macau, macedonia, madagascar, malawi, malaysia, maldives, mali, malta, mauritania, "
        "mauritius, mexico, méxico, moldova, monaco, mongolia, montenegro, morocco, mozambique, myanmar, namibia, nauru, nepal, "
        "netherlands, the netherlands, new zealand, nicaragua, niger, nigeria, north korea, north macedonia, northern ireland, norway, "
        "oman, pakistan, palau, palestine, panama, papua new guinea, paraguay, peru, philippines, poland, polska, portugal, puerto rico, "
        "qatar, romania, russia, russian federation, rwanda, samoa, san marino, saudi arabia, scotland, senegal, serbia, seychelles, "
        "sierra leone, singapore, slovakia, slovenia, solomon islands, somalia, south africa, south korea, south sudan, spain, españa, "
        "sri lanka, sudan, suriname, sweden, switzerland, syria, taiwan, tajikistan, tanzania, thailand, togo, tonga, "
        "trinidad and tobago, tunisia, turkey, türkiye, turkmenistan, uae, uganda, uk, u.k., ukraine, united arab emirates, "
        "united kingdom, united states, united states of america, u.s., us, usa, u.s.a., uruguay, uzbekistan, vanuatu, venezuela, "
        "vietnam, viet nam, wales, yemen, zambia, zimbabwe"
    )
)
COUNTRY = r"(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(COUNTRIES, key=len, reverse=True)) + r")(?![\w'])"
