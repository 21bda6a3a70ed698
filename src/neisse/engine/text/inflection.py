"""Polish cases of place names: enough to recognise `we Wrocławiu`, `do Katowic`, `w Jeleniej Górze`.

Endings after Saloni et al., "Słownik gramatyczny języka polskiego", reduced to the types of town names;
forms that no rule gives right are listed. Over-generation is harmless: a form that is no word is never met.
"""

from __future__ import annotations

# (ending of the nominative, endings of genitive, dative/locative, accusative, instrumental)
ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ław", ("ławia", "ławiu", "ławiem", "ławowi")),
    ("ków", ("kowa", "kowie", "kowem", "kowowi")),
    ("ów", ("owa", "owie", "owem", "owowi")),
    ("ice", ("ic", "icach", "icom", "icami")),
    ("yce", ("yc", "ycach", "ycom")),
    ("ce", ("c", "cach", "com")),
    ("elec", ("elca", "elcu", "elcem")),
    ("iec", ("ca", "cu", "cem")),
    ("ec", ("ca", "cu", "cem")),
    ("nica", ("nicy", "nicę", "nicą")),
    ("ca", ("cy", "cę", "cą")),
    ("awa", ("awy", "awie", "awę", "awą")),
    ("wa", ("wy", "wie", "wę", "wą")),
    ("na", ("ny", "nie", "nę", "ną")),
    ("ra", ("ry", "rze", "rę", "rą")),
    ("ga", ("gi", "dze", "gę", "gą")),
    ("owo", ("owa", "owie", "owu", "owem")),
    ("no", ("na", "nie", "nem")),
    ("sko", ("ska", "sku", "skiem")),
    ("ole", ("ola", "olu", "olem")),
    ("ź", ("zi", "zią")),
    ("ń", ("nia", "niu", "niem")),
    ("nia", ("ni", "nię", "nią")),
    ("ia", ("ii", "i", "ię", "ią")),
    ("yń", ("ynia", "yniu", "yniem")),
    ("cz", ("cza", "czu", "czem")),
    ("ch", ("cha", "chu", "chem")),
    ("sk", ("ska", "sku", "skiem")),
    ("k", ("ka", "ku", "kiem")),
    ("ok", ("oku", "oka", "okiem")),
    ("in", ("ina", "inie", "inem")),
    ("an", ("ana", "anie", "anem")),
    ("yn", ("yna", "ynie", "ynem")),
    ("ec", ("eca", "ecu", "ecem")),
    ("g", ("ga", "gu", "giem")),
    ("el", ("la", "lu", "lem", "ela", "elu")),
)
LISTED: dict[str, tuple[str, ...]] = {
    "Jelenia Góra": ("Jeleniej Góry", "Jeleniej Górze", "Jelenią Górę"),
    "Zielona Góra": ("Zielonej Góry", "Zielonej Górze", "Zieloną Górę"),
    "Bielsko-Biała": ("Bielska-Białej", "Bielsku-Białej"),
    "Dąbrowa Górnicza": ("Dąbrowy Górniczej", "Dąbrowie Górniczej"),
    "Gorzów Wielkopolski": ("Gorzowa Wielkopolskiego", "Gorzowie Wielkopolskim"),
    "Warszawa": ("Warszawy", "Warszawie", "Warszawę", "Warszawą"),
    "Łódź": ("Łodzi", "Łodzią"),
    "Drezno": ("Drezna", "Dreźnie", "Dreznem"),
    "Praga": ("Pragi", "Pradze", "Pragę"),
    "Tychy": ("Tych", "Tychach"),
    "Gdynia": ("Gdyni", "Gdynię"),
    "Monachium": (),
    "Görlitz": (),
}
SHORTEST = 4


def polish_cases(name: str) -> tuple[str, ...]:
    """The oblique cases of a town's Polish name, longest matching ending first; empty if none fits."""
    if name in LISTED:
        return LISTED[name]
    if len(name) < SHORTEST or " " in name:
        return ()
    for ending, others in sorted(ENDINGS, key=lambda rule: -len(rule[0])):
        if name.endswith(ending):
            stem = name[: -len(ending)]
            return tuple(stem + other for other in others)
    return ()
