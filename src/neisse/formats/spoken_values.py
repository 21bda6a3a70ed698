"""The contract's words as people write them in tables, folded: word | word ... for each value."""

from __future__ import annotations

from collections.abc import Mapping

from neisse.engine.text.fold import fold
from neisse.engine.text.fold import words as words_of


def _spoken(words: Mapping[str, str]) -> dict[str, str]:
    said = {word: value for value, listed in words.items() for word in (value, *listed.split("|"))}
    return {form: value for word, value in said.items() for form in (" ".join(words_of(word)), fold(word))}


KINDS = _spoken(
    {
        "event": "veranstaltung|event|wydarzenie|konferenz|konferencja|conference|kongress|kongres|forum|tagung|lab day",
        "meeting": "treffen|meeting|sitzung|spotkanie|besprechung|arbeitskreis|stammtisch|posiedzenie",
        "training": "schulung|training|weiterbildung|seminar|szkolenie|workshop|warsztat|warsztaty|kurs|course",
        "fair": "messe|fair|targi|trade fair|ausstellung|messeauftritt|gemeinschaftsstand|stoisko",
        "trade_mission": "unternehmerreise|trade mission|misja gospodarcza|misja handlowa|wirtschaftsreise|markterkundung",
        "delegation": "delegation|delegationsreise|delegacja|delegationsbesuch",
        "marketing": "marketing|kampagne|campaign|kampania|werbung|promocja|standortmarketing|öffentlichkeitsarbeit",
        "project": "projekt|project|vorhaben",
        "call": "ausschreibung|aufruf|call|konkurs|nabór|förderaufruf|tender|wettbewerb",
        "publication": "publikation|publication|publikacja|broschüre|studie|newsletter|veröffentlichung|raport|bericht",
        "other": "sonstiges|andere|anderes|other|inne|inny",
    }
)
ORGANISATION_KINDS = _spoken(
    {
        "company": "firma|unternehmen|company|business|enterprise|przedsiębiorstwo|spółka|firm|betrieb|kmu"
        "|sme|msp|startup|start up"
        "|gmbh|ag|ug|kg|ohg|gbr|gmbh & co kg|gmbh co kg|se|sp z o o|spółka z o o|s a|sa|sp j|sp k|s r o|a s|ltd|inc|industrie"
        "|wirtschaft|dienstleister|hersteller|producent|konzern|einzelunternehmen|działalność gospodarcza",
        "university": "universität|hochschule|university|uczelnia|uniwersytet|politechnika|fachhochschule|fh"
        "|uni|akademie|akademia"
        "|college|szkoła wyższa|uczelnia wyższa|tu|technische universität|vysoká škola|univerzita|higher education",
        "research": "forschungsinstitut|forschungseinrichtung|forschung|institut|institute|research institute|research"
        "|research organisation|instytut|instytut badawczy|jednostka badawcza|wissenschaft"
        "|außeruniversitäre forschung|ośrodek badawczy"
        "|research centre|research center|forschungszentrum|výzkumný ústav|instytut naukowy",
        "chamber": "kammer|chamber|izba|ihk|hwk|handwerkskammer|industrie- und handelskammer|izba gospodarcza|chamber of commerce"
        "|izba przemysłowo-handlowa|hospodářská komora",
        "municipality": "gemeinde|stadt|stadt oder gemeinde|miasto lub gmina"
        "|kommune|municipality|city|town|gmina|miasto|urząd miasta|urząd gminy|stadtverwaltung"
        "|local authority|jst|samorząd|obec|město|urząd miejski|landkreis|powiat|kreis",
        "association": "verein|verband|e v|ev|association|stowarzyszenie|związek|ngo|fundacja|stiftung|foundation|spolek"
        "|organizacja pozarządowa|non profit|gemeinnützig",
        "network": "netzwerk|cluster|network|klaster|sieć|kompetenznetzwerk|klastr",
        "agency": "agentur|wirtschaftsförderung|agency|agencja|wfg|wirtschaftsförderungsgesellschaft|development agency"
        "|agencja rozwoju|agencja rozwoju regionalnego",
        "clinic": "klinik|klinikum|krankenhaus|clinic|hospital|szpital|klinika|universitätsklinikum|nemocnice|praxis",
        "ministry": "ministerium|ministry|ministerstwo|staatsministerium|behörde|urząd|authority",
        "funder": "fundator|förderer|fördermittelgeber|funder|bank|förderbank|fundusz",
        "region": "region|voivodeship|województwo|urząd marszałkowski|land|freistaat",
        "location": "obiekt|technologiezentrum|gründerzentrum"
        "|technologiepark|science park|park technologiczny|inkubator|incubator"
        "|technology park|standort|coworking",
        "project": "projekt|project",
        "programme": "programm|program|programme",
        "other": "sonstige|sonstiges|andere|anderes|other|inne|inny|inna",
    }
)
CERTAINTIES = _spoken(
    {
        "idea": "idee|idea|pomysł|vorschlag|angedacht|wstępny",
        "planned": "geplant|in planung|vorgesehen|in vorbereitung"
        "|zaplanowane|zaplanowany|zaplanowana|w przygotowaniu|planned|planowane|planowany|planowana|vorläufig|tentative|w planie",
        "confirmed": "bestätigt|fest|sicher|steht|zugesagt|definitiv|fixed|confirmed|potwierdzone|potwierdzony"
        "|potwierdzona|steht fest|fix",
        "postponed": "verschoben|verlegt|postponed|rescheduled|moved|przełożone|przełożony|przełożona"
        "|przesunięte|przesunięty|przesunięta|przeniesione|przeniesiony|przeniesiona|odroczone|odloženo|přesunuto",
        "cancelled": "abgesagt|entfällt|cancelled|canceled|odwołane|odwołany|odwołana|anulowane|storniert"
        "|ausgefallen|fällt aus|nie odbędzie się|zrušeno",
    }
)
VISIBILITIES = _spoken(
    {
        "public": "öffentlich|public|publiczne|publiczny|publiczna|jawne|jawny|für alle|alle|everybody|all|wszyscy|extern",
        "circle": "kreis|intern|interne|internal|circle|wewnętrzne|wewnętrzny|krąg|nur kreis|nur intern|vertraulich|confidential"
        "|poufne|poufny|mitglieder|nur mitglieder|members|members only|dla członków|nicht öffentlich|nichtöffentlich|not public"
        "|niepubliczne|niepubliczny|private|privat|prywatne|prywatny|restricted|eingeschränkt|netzwerk|network|sieć|team",
        "blind": "blind|verdeckt|niejawne|niejawny|niejawna"
        "|ukryte|ukryty|geheim|secret|hidden|tajne|tajny|versteckt|streng vertraulich|ściśle tajne",
    }
)
LANGUAGE_NAMES = _spoken(
    {
        "de": "deutsch|german|niemiecki|ger",
        "pl": "polnisch|polish|polski|pol",
        "en": "englisch|english|angielski|eng",
    }
)
# The sectors that the product names itself; others stay as they are written.
SECTORS = _spoken(
    {
        "biotechnology": "biotechnologie|biotechnologia|biotech",
        "medical_technology": "medical technology|medizintechnik|technologie medyczne|technika medyczna|medtech",
        "pharma": "arzneimittel|pharmazie|farmacja|pharmaceuticals",
        "digital_health": "digital health|digitale gesundheit|zdrowie cyfrowe|ehealth|e health",
        "diagnostics": "diagnostik|diagnostyka",
        "care": "versorgung und pflege|opieka zdrowotna|health care",
        "research": "forschung|badania naukowe",
        "education": "bildung|kształcenie|edukacja",
        "finance": "finanzierung|finansowanie",
        "administration": "administration and support|verwaltung und förderung|administracja i wsparcie",
        "manufacturing": "fertigung|produkcja",
        "it": "informationstechnik|informatyka|information technology",
    }
)
