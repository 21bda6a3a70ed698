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
        "event": "kooperationsbörse|festakt|empfang|kolloquium|gipfel|summit|dzień otwarty|tag der offenen tür"
        "|kongres|"
        "fachtag|fachtagung|symposium|sympozjum|infotag|hackathon|podiumsdiskussion|vortrag|matchmaking|brokerage|gala|"
        "veranstaltung|event|wydarzenie|konferenz|konferencja|conference|kongress|kongres|forum|tagung|lab day",
        "meeting": "mitgliederversammlung|versammlung|zgromadzenie|walne zgromadzenie|runder tisch|okrągły stół"
        "|jour fixe|zebranie|"
        "treffen|meeting|sitzung|spotkanie|besprechung|arbeitskreis|stammtisch|posiedzenie",
        "training": "webinar|webinarium|fortbildung|lehrgang|workshopreihe|summer school|sommerschule|masterclass"
        "|bootcamp|szkolenia|"
        "schulung|training|weiterbildung|seminar|seminarium|szkolenie|workshop|warsztat|warsztaty|kurs|course",
        "fair": "messebeteiligung|messestand|wystawa|exhibition|trade show|udział w targach|expo|standbeteiligung|"
        "messe|fair|targi|trade fair|ausstellung|messeauftritt|gemeinschaftsstand|stoisko",
        "trade_mission": "wirtschaftsdelegation|markterkundungsreise|geschäftsreise|geschäftsanbahnung"
        "|misja wyjazdowa|misja przyjazdowa|misja|"
        "unternehmerreise|trade mission|misja gospodarcza|misja handlowa|wirtschaftsreise|markterkundung",
        "delegation": "studienreise|wizyta studyjna|study visit|study trip|besuch|wizyta|exkursion|fachexkursion|"
        "delegation|delegationsreise|delegacja|delegationsbesuch",
        "marketing": "social media|kampania promocyjna|"
        "marketing|kampagne|campaign|kampania|werbung|promocja|standortmarketing|öffentlichkeitsarbeit",
        "project": "projekt|project|vorhaben",
        "call": "call for papers|call for proposals|przetarg|nabór wniosków|"
        "ausschreibung|aufruf|call|konkurs|nabór|förderaufruf|tender|wettbewerb",
        "publication": "pressemitteilung|informacja prasowa|report|whitepaper|informator|leitfaden|katalog|publikacje|"
        "publikation|publication|publikacja|broschüre|studie|newsletter|veröffentlichung|raport|bericht",
        "other": "sonstiges|andere|anderes|other|inne|inny",
    }
)
ORGANISATION_KINDS = _spoken(
    {
        "company": "mittelstand|handwerk|konsortium|zulieferer|e k|ek|ug haftungsbeschränkt|ggmbh|mśp"
        "|mikroprzedsiębiorstwo|mikro|"
        "firma|unternehmen|company|business|enterprise|przedsiębiorstwo|spółka|firm|betrieb|kmu"
        "|sme|msp|startup|start up"
        "|gmbh|ag|ug|kg|ohg|gbr|gmbh & co kg|gmbh co kg|se|sp z o o|spółka z o o|s a|sa|sp j|sp k|s r o|a s|ltd|inc|industrie"
        "|wirtschaft|dienstleister|hersteller|producent|konzern|einzelunternehmen|działalność gospodarcza",
        "university": "htw|university of applied sciences|higher education institution|fachschule|"
        "universität|hochschule|university|uczelnia|uniwersytet|politechnika|fachhochschule|fh"
        "|uni|akademie|akademia"
        "|college|szkoła wyższa|uczelnia wyższa|tu|technische universität|vysoká škola|univerzita|higher education",
        "research": "fraunhofer|helmholtz|leibniz|max planck|r d|r d centre|r d center|fue|fue einrichtung"
        "|jednostka naukowa|helmholtz zentrum|instytut pan|"
        "forschungsinstitut|forschungseinrichtung|forschung|institut|institute|research institute|research"
        "|research organisation|instytut|instytut badawczy|jednostka badawcza|wissenschaft"
        "|außeruniversitäre forschung|ośrodek badawczy"
        "|research centre|research center|forschungszentrum|výzkumný ústav|instytut naukowy",
        "chamber": "kammer|chamber|izba|ihk|hwk|handwerkskammer|industrie- und handelskammer|izba gospodarcza"
        "|chamber of commerce"
        "|izba przemysłowo-handlowa|hospodářská komora",
        "municipality": "gebietskörperschaft|starostwo|starostwo powiatowe|verwaltung|kommunal|große kreisstadt"
        "|kreisfreie stadt|gminny|"
        "gemeinde|stadt|stadt oder gemeinde|miasto lub gmina|kommune|municipality|city|town|gmina|miasto|urząd miasta"
        "|urząd gminy|stadtverwaltung"
        "|local authority|jst|samorząd|obec|město|urząd miejski|landkreis|powiat|kreis",
        "association": "npo|förderverein|towarzystwo|gesellschaft zur förderung|nonprofit|"
        "verein|verband|e v|ev|association|stowarzyszenie|związek|ngo|fundacja|stiftung|foundation|spolek"
        "|organizacja pozarządowa|non profit|gemeinnützig",
        "network": "clusterinitiative|inicjatywa klastrowa|plattform|platforma|"
        "netzwerk|cluster|network|klaster|sieć|kompetenznetzwerk|klastr",
        "agency": "iob|instytucja otoczenia biznesu|regionalmanagement|"
        "agentur|wirtschaftsförderung|agency|agencja|wfg|wirtschaftsförderungsgesellschaft|development agency"
        "|agencja rozwoju|agencja rozwoju regionalnego",
        "clinic": "mvz|arztpraxis|przychodnia|clinics|"
        "klinik|klinikum|krankenhaus|clinic|hospital|szpital|klinika|universitätsklinikum|nemocnice|praxis",
        "ministry": "ministerium|ministry|ministerstwo|staatsministerium|behörde|urząd|authority",
        "funder": "investor|vc|venture capital|inwestor|sparkasse|"
        "fundator|förderer|fördermittelgeber|funder|bank|förderbank|fundusz",
        "region": "bundesland|kraj federalny|"
        "region|voivodeship|województwo|urząd marszałkowski|land|freistaat",
        "location": "tgz|gewerbepark|industriepark|strefa ekonomiczna|innovationszentrum|accelerator|hub|"
        "obiekt|technologiezentrum|gründerzentrum|technologiepark|science park|park technologiczny|inkubator|incubator"
        "|technology park|standort|coworking",
        "project": "projekt|project",
        "programme": "programm|program|programme",
        "other": "sonstige|sonstiges|andere|anderes|other|inne|inny|inna",
    }
)
CERTAINTIES = _spoken(
    {
        "idea": "idee|idea|pomysł|vorschlag|angedacht|vage|maybe|eventuell|evtl|w rozważaniu|rozważane"
        "|propozycja|proposal|proposed"
        "|vorgeschlagen|koncepcja|konzept|wunsch|optional|entwurf|draft|szkic|pomysl na przyszłość|überlegung"
        "|w dyskusji|in diskussion",
        "planned": "wstępny|wstępna|wstępne|wstępnie|angefragt|anfrage läuft|requested|inquired|offen|open"
        "|unter vorbehalt|in prüfung"
        "|wird geprüft|tbc|tbd|tba|do potwierdzenia|do ustalenia|do uzgodnienia|do decyzji|unsicher|unklar"
        "|niepewne|niepewny|zu bestätigen"
        "|zu klären|in klärung|in abstimmung|nicht bestätigt|vorgemerkt|reserviert|blocker|save the date"
        "|terminiert|angekündigt|announced|eingeplant|optioniert|scheduled"
        "|zapowiedziane|zarezerwowane|w trakcie planowania|w trakcie przygotowań|planuje się|w realizacji"
        "|laufend|läuft|in arbeit|in progress|ongoing"
        "|w toku|geplant|in planung|planung|plan|vorgesehen|in vorbereitung"
        "|zaplanowane|zaplanowany|zaplanowana|w przygotowaniu|planned|planowane|planowany|planowana|vorläufig"
        "|tentative|w planie",
        "confirmed": "verbindlich|beschlossen|gebucht|booked|genehmigt|approved|bewilligt|vereinbart|agreed"
        "|findet statt|odbędzie się|takes place|going ahead|final|endgültig|ok|okay|ja|yes|tak"
        "|zatwierdzone|zatwierdzony|zatwierdzona|zaakceptowane|ostateczne|ostateczny|pewne|pewny|ustalone"
        "|ustalony|uzgodnione|zarejestrowane"
        "|sure|certain|definite|abgeschlossen|erledigt|durchgeführt|done|completed|finished|zakończone"
        "|zrealizowane|stattgefunden|bestätigt|fest|sicher|steht|zugesagt|definitiv|fixed|confirmed|potwierdzone"
        "|potwierdzony"
        "|potwierdzona|steht fest|fix",
        "postponed": "verschoben|verlegt|postponed|rescheduled|moved|przełożone|przełożony|przełożona"
        "|przesunięte|przesunięty|przesunięta|przeniesione|przeniesiony|przeniesiona|odroczone|odloženo|přesunuto",
        "cancelled": "abgelehnt|declined|rejected|refused|nicht genehmigt|odrzucone|odrzucony|odrzucona"
        "|zrezygnowano|rezygnacja|gestrichen|gecancelt"
        "|findet nicht statt|called off|zurückgezogen|withdrawn|wycofane|abgesagt|entfällt|cancelled|canceled"
        "|odwołane|odwołany|odwołana|anulowane|storniert"
        "|ausgefallen|fällt aus|nie odbędzie się|zrušeno",
    }
)
VISIBILITIES = _spoken(
    {
        "public": "öffentlich|public|publiczne|publiczny|publiczna|jawne|jawny|für alle|alle|everybody|all|wszyscy|extern",
        "circle": "kreis|intern|interne|internal|circle|wewnętrzne|wewnętrzny|krąg|nur kreis|nur intern|vertraulich"
        "|confidential"
        "|poufne|poufny|mitglieder|nur mitglieder|members|members only|dla członków|nicht öffentlich"
        "|nichtöffentlich|not public"
        "|niepubliczne|niepubliczny|private|privat|prywatne|prywatny|restricted|eingeschränkt|netzwerk|network|sieć|team",
        "blind": "blind|verdeckt|niejawne|niejawny|niejawna"
        "|ukryte|ukryty|geheim|secret|hidden|tajne|tajny|versteckt|streng vertraulich|ściśle tajne",
    }
)
# The sectors that the product names itself; others stay as they are written.
SECTORS = _spoken(
    {
        "biotechnology": "biotechnologie|biotechnologia|biotech|"
        "biotech|biotechnologie|biotechnologia|bio|life sciences biotech|biotechnologiczna|biotechnology",
        "medical_technology": "medical technology|medizintechnik|technologie medyczne|technika medyczna|medtech|"
        "medizintechnik|medtech|technika medyczna|technologie medyczne|medical technology|medical devices"
        "|medizinprodukte|wyroby medyczne|inżynieria medyczna|technologia medyczna|med tech",
        "pharma": "arzneimittel|pharmazie|farmacja|pharmaceuticals|"
        "pharma|pharmazie|farmacja|pharmaindustrie|pharmaceuticals|pharmaceutical|arzneimittel|farmaceutyka|leki",
        "digital_health": "digital health|digitale gesundheit|zdrowie cyfrowe|ehealth|e health|"
        "digital health|e health|ehealth|digitale gesundheit|e zdrowie|zdrowie cyfrowe"
        "|gesundheits it|telemedizin"
        "|telemedycyna|cyfrowe zdrowie",
        "diagnostics": "diagnostik|diagnostyka|"
        "diagnostik|diagnostyka|diagnostics|labordiagnostik|in vitro diagnostik|ivd",
        "care": "versorgung und pflege|opieka zdrowotna|health care|"
        "pflege|opieka|care|gesundheitsversorgung|ochrona zdrowia|healthcare|health care|opieka zdrowotna"
        "|pielęgniarstwo",
        "research": "forschung|badania naukowe|"
        "forschung|badania|research|wissenschaft|nauka|badania i rozwój|forschung und entwicklung|f e|fue|r d|b r",
        "education": "bildung|kształcenie|edukacja|"
        "bildung|edukacja|education|ausbildung|kształcenie|szkolnictwo|weiterbildung",
        "finance": "finanzierung|finansowanie|"
        "finanzen|finanse|finance|finanzwirtschaft|banken|bankowość|versicherung|ubezpieczenia",
        "administration": "administration and support|verwaltung und förderung|administracja i wsparcie|"
        "verwaltung|administracja|administration|öffentliche verwaltung|administracja publiczna",
        "manufacturing": "fertigung|produkcja|"
        "produktion|fertigung|manufacturing|produkcja|industrie|przemysł|przetwórstwo|maschinenbau",
        "it": "informationstechnik|informatyka|information technology|"
        "it|software|informationstechnik|informatyka|edv|ict|ikt|oprogramowanie|informationstechnologie"
        "|technologie informacyjne"
        "|information technology|digitalisierung",
    }
)
LANGUAGE_NAMES = _spoken(
    {
        "de": "deutsch|german|niemiecki|ger",
        "pl": "polnisch|polish|polski|pol",
        "en": "englisch|english|angielski|eng",
    }
)
