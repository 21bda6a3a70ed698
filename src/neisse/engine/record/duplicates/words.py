"""The words that names of organisations share: legal forms, institution words in many languages, short forms.

`canonical_words("Uniwersytet Wrocławski")` and `canonical_words("Univ. of Wroclaw")` have `university` in
common. What is said here is general knowledge about names; nothing is taken from a list to be matched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from neisse.engine.text.fold import WORD, fold

LEGAL_FORMS = re.compile(
    r"\b(?:g?gmbh(?:\s*(?:&|und|u\.)\s*co\.?\s*kg)?|gesellschaft mit beschrankter haftung|"
    r"spolka\s+(?:z\s+o\.?\s*o\.?|jawna|komandytowa|cywilna)|m\.?b\.?h|ug|ohg|kgaa|kg|e\.?\s?v\.?|e\.?\s?g\.?|ag|se|sp\.?\s*z\s*o\.?\s*o\.?|"
    r"spolka\s+z\s+ograniczona\s+odpowiedzialnoscia|spolka\s+akcyjna|s\.\s?[ac]\.?|sp\.?\s*[kjp]\.|s\.?\s?r\.?\s?o\.?|a\.\s?s\.|"
    r"inc|ltd|llc|plc|corp(?:oration)?|co|limited|haftungsbeschrankt|haftungsbeschraenkt|o\.?\s?p\.?\s?s\.|v\.\s?v\.\s?i\.)(?=\W|$)\.?"
)
# One English word for the same institution in German, Polish, Czech and the languages of other partners.
_SAME: Mapping[str, str] = {
    "university": "univ uni u universitat universitaet universite universita universidad universidade universiteit "
    "universitet uniwersytet uniwersytetu univerzita univerzity universitats universities hochschule",
    "institute": "inst institut instituto istituto instytut instytutu ustav instytutow institutes institutet",
    "technology": "tech technological technical technische technischen technisches technischer techniczny techniczna "
    "technologii technologie technologiczny technicka technologies",
    "hospital": "klinikum krankenhaus szpital szpitala clinic clinics klinik kliniken klinika nemocnice hospitals clinical "
    "kliniczny uniklinikum",
    "medical": "medizinische medizinischen medizinisches medizin medyczny medyczna medycyny medicine med medycznych "
    "lekarska lekarski medycznego medicinska",
    "research": "forschung forschungs res badan badawczy badawcza naukowo naukowy naukowa vyzkum vyzkumny forschungsinstitut",
    "center": "centre zentrum centrum ctr osrodek stredisko centra forschungszentrum centers",
    "laboratory": "lab labs laboratories labor laboratorium laboratoire laboratori",
    "society": "gesellschaft towarzystwo spolecznosc spolecznost",
    "association": "verein verband stowarzyszenie zwiazek vereinigung spolek sdruzeni bund",
    "foundation": "stiftung fundacja nadace fundacji",
    "academy": "akademie akademia akademii",
    "school": "schule szkola skola szkoly",
    "ministry": "ministerium ministerstwo ministerstvo staatsministerium",
    "office": "amt urzad landesamt bundesamt urad",
    "city": "stadt miasto mesto landeshauptstadt gmina",
    "chamber": "kammer izba komora handelskammer",
    "museum": "muzeum museums",
    "library": "bibliothek biblioteka knihovna bibliotheque",
    "polytechnic": "politecnico polytechnique polytechnische",
    "national": "natl narodowy narodowa nationale nationales narodni panstwowy panstwowa staatliche",
    "science": "sci sciences wissenschaft wissenschaften nauk nauki naukowe wissenschaftliche ved",
    "engineering": "eng engg ingenieurwissenschaften inzynierii",
    "federal": "bundes federalny bundesanstalt",
    "applied": "angewandte stosowanych angewandten aplikovane",
    "german": "deutsche deutsches deutscher deutschen dt niemiecki",
    "polish": "polski polska polskiej polnische polnisches",
    "czech": "ceska cesky ceske tschechische akademie_ved",
    "physics": "physik fizyki fyziky",
    "chemistry": "chemie chemii",
    "biology": "biologie biologii",
    "health": "gesundheit zdrowia zdravi gesundheitswirtschaft zdrowie",
    "life": "lebenswissenschaften",
    "international": "intl internationale internationales miedzynarodowy miedzynarodowa",
    "department": "dept dep departement dipartimento departamento abteilung wydzial",
    "company": "unternehmen firma",
    "group": "gruppe grupa skupina",
    "network": "netzwerk siec",
    "business": "wirtschaft gospodarki gospodarczej gospodarka",
    "development": "entwicklung rozwoju",
    "promotion": "forderung wirtschaftsforderung",
    "agricultural": "landwirtschaft rolniczy rolnictwa agrar agriculture",
    "economics": "ekonomiczny ekonomii okonomie oekonomie ekonomicka",
    "information": "informatik informatyki informatics",
    "california": "calif",
    "munich": "munchen muenchen monachium",
    "cologne": "koln koeln kolonia",
    "vienna": "wien",
    "prague": "praha prag",
    "warsaw": "warszawa warszawie warszawski warszawska warschau",
    "cracow": "krakow krakau jagiellonski",
    "wroclaw": "wroclawski wroclawska breslau wroclawiu",
    "leipzig": "lipsk leipziger", "dresden": "drezno dresdner",
    "berlin": "berliner", "hanover": "hannover", "nuremberg": "nurnberg", "zurich": "zuerich",
    "silesia": "slaski slaska slaskie slaskiego slaskiej schlesien slask schlesisches schlesische silesian",
    "lower": "niedersachsische dolny dolnoslaski dolnoslaska niederschlesien",
    "saxony": "sachsen sachsisch sachsische sachsischer sachsisches sachsischen saksonia saksonski saksonska saksonskie saxon",
    "bavaria": "bayern bayerische bayerisches",
    "genoa": "genova", "rome": "roma", "turin": "torino", "milan": "milano", "naples": "napoli", "florence": "firenze",
}  # fmt: skip
_SHORT_FORMS: Mapping[str, str] = {
    "tu": "technology university", "politechnika": "technology university", "uc": "university california", "hs": "university",
    "fh": "applied science university", "mpi": "max planck institute", "cs": "department", "eecs": "department",
    "cse": "department", "ece": "department", "uniwersytecki": "university", "unikliniken": "university hospital",
    "universitatsklinikum": "university hospital", "universitatsmedizin": "university medical",
    "fachhochschule": "applied science university", "kreiskrankenhaus": "district hospital",
}  # fmt: skip
_SMALL = (
    "the of at and for in on to by im fur fuer der die das des dem den von vom zu zur zum und an am bei mit de del della "
    "delle di da du la le les el et e y i w we z ze na do dla o pro v ve a al imienia"
)
_GENERIC = (
    "university institute research center laboratory department company group school society association foundation "
    "office network national federal german polish czech computer systems general services max planck hospital"
)
STOP = frozenset(_SMALL.split())
# What a name is about less than by its other words: counts a third in comparisons.
GENERIC = frozenset(_GENERIC.split())
CANONICAL = {form: word for word, forms in _SAME.items() for form in forms.split()} | dict(_SHORT_FORMS)


def without_legal_form(name: str) -> str:
    """A folded name without GmbH, e. V., sp. z o.o., S.A., Inc. and their like; "A.G." inside a word stays."""
    return " ".join(LEGAL_FORMS.sub(" ", fold(name)).split())


# One word for each legal form, the longer first; a GmbH & Co. KG is no GmbH, a sp. z o.o. sp. k. no sp. z o.o.
_FORMS = (
    ("gmbh-kg", r"(?:gmbh|ag|se|ug)\s*(?:&|und|u\.?|\+)\s*co\.?\s*(?:kg|ohg|kgaa)\b"),
    ("spk", r"(?:sp\.?\s*z\s*o\.?\s*o\.?|ograniczona odpowiedzialnoscia)\s*(?:spolka komandytowa|sp\.?\s*k\b)"),
    ("spj", r"\bsp\.?\s*j\b|spolka jawna"), ("spp", r"\bsp\.?\s*p\b"), ("spk", r"\bsp\.?\s*k\b|spolka komandytowa"),
    ("spzoo", r"\bsp\.?\s*z\s*o\.?\s*o\b|spolka z o\.?\s*o\b|ograniczona odpowiedzialnoscia"),
    ("sa", r"\bs\.\s?a\b|spolka akcyjna|\bsa$"), ("kgaa", r"\bkgaa\b"),
    ("gmbh", r"\b[\w-]*g?gmbh\b|\bm\.?\s?b\.?\s?h\b|beschrankter haftung"), ("ug", r"\bug\b|haftungsbeschrankt"),
    ("ohg", r"\bohg\b"), ("kg", r"\bkg\b"), ("ag", r"\bag\b|aktiengesellschaft"), ("ev", r"\be\.?\s?v\b|eingetragener verein"),
    ("eg", r"\be\.?\s?g\b"), ("sc", r"\bs\.\s?c\b|spolka cywilna"), ("sro", r"\bs\.?\s?r\.?\s?o\b"), ("as", r"\ba\.\s?s\b"),
)  # fmt: skip
LEGAL = tuple((form, re.compile(said)) for form, said in _FORMS)


def legal_form(name: str) -> str:
    """The legal form that a name says (`gmbh`, `gmbh-kg`, `spzoo`, `spk` ...), "" for none."""
    folded = fold(name)
    return next((form for form, said in LEGAL if said.search(folded)), "")


def canonical_words(name: str) -> list[str]:
    """The words of a name without legal form and small words, institution words in English, in order."""
    dotless = re.sub(
        r"\b(?:\w\.\s?)+\w\b\.?", lambda found: re.sub(r"[.\s]", "", found[0]) + " ", without_legal_form(name)
    )
    said: list[str] = []
    for word in WORD.findall(dotless.replace("at & t", "att").replace("at&t", "att")):
        said += CANONICAL.get(word, word).split()
    return [word for word in said if word not in STOP]
