"""The form of the settings: whose network this is, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neisse.web.core.forms import ModelForm
from neisse.web.core.models import Instance
from neisse.web.core.pictures import HEX_COLOUR, Logo, read_logo
from neisse.web.core.sides import SIDES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CODES = [code for code, _name in settings.LANGUAGES]
TEXTS = ("name", "region", "about", "imprint")
LABELS = {"about": _("What it is about")}


class NetworkForm(ModelForm[Instance]):
    """Names and texts in each language, contacts, countries, language, colour and logo."""

    countries = forms.MultipleChoiceField(
        label=_("Countries on the sides of the border"),
        choices=list(SIDES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    default_language = forms.ChoiceField(
        label=_("Language where nobody has chosen one"), choices=settings.LANGUAGES
    )
    public_address = forms.URLField(
        label=_("Public address of this instance"),
        help_text=_(
            "As people open it, such as https://network.example. It stands in every mail, and without it the instance "
            "writes none by itself."
        ),
        max_length=200,
        required=False,
        assume_scheme="https",
    )
    accent = forms.CharField(
        label=_("Colour of the network"),
        help_text=_(
            "As #0a5c6b; made darker or lighter where text in it could not be read. Empty: the product's own."
        ),
        max_length=7,
        required=False,
    )
    picture = forms.FileField(
        label=_("Logo"), help_text=_("SVG or PNG, at most 200 kB."), required=False, max_length=200
    )
    no_logo = forms.BooleanField(label=_("Without a logo"), required=False)

    class Meta:
        model = Instance
        fields = [
            *(f"{text}_{code}" for text in TEXTS for code in CODES),
            "public_address",
            "asks_yearly",
            "contact",
            "privacy_contact",
            "countries",
            "default_language",
            "accent",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in settings.LANGUAGES:
            self.fields[f"about_{name}"].widget.attrs["rows"] = 2
            self.fields[f"imprint_{name}"].widget.attrs["rows"] = 3
            for text in TEXTS:
                field = self.fields[f"{text}_{name}"]
                field.label = LABELS.get(text, field.label)
                field.label = _("%(field)s (%(language)s)") % {"field": field.label, "language": label}
        self.fields["asks_yearly"].help_text = _(
            "Who speaks for an organisation gets one mail for all its entries that nobody has confirmed for a year."
        )
        self.fields["contact"].help_text = _("Stands at the foot of every page.")
        self.fields["privacy_contact"].help_text = _("Stands on the page about personal data.")
        self.logo: Logo | None = None

    def clean_public_address(self) -> str:
        """The head of links: scheme and host, with a slash at its end."""
        parts = urlsplit(self.cleaned_data["public_address"])
        if not parts.netloc:
            return ""
        if parts.scheme not in {"http", "https"} or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValidationError(_("Write the address of the start page, such as https://network.example."))
        if "@" in parts.netloc:
            raise ValidationError(_("An address of this kind opens no page for others."))
        return f"{parts.scheme}://{parts.netloc.lower()}/"

    def clean_accent(self) -> str:
        """A colour as six hexadecimal digits."""
        accent: str = self.cleaned_data["accent"].strip().lower()
        if accent and not HEX_COLOUR.fullmatch(accent):
            raise ValidationError(_("Write the colour as # and six digits, such as #0a5c6b."))
        return accent

    def clean_picture(self) -> UploadedFile[Any] | None:
        """A picture that only draws."""
        picture: UploadedFile[Any] | None = self.cleaned_data["picture"]
        if picture is not None:
            self.logo = read_logo(picture.read())
            if self.logo is None:
                raise ValidationError(
                    _("This is no PNG, and no SVG that only draws, or it is larger than 200 kB.")
                )
        return picture

    def clean(self) -> dict[str, Any]:
        """A network has a name, in one language at least."""
        said = super().clean() or {}
        if not any(said.get(f"name_{code}") for code in CODES):
            self.add_error(f"name_{CODES[0]}", _("Please give a name in one language at least."))
        return said

    def changes(self) -> dict[str, Any]:
        """The fields of the instance as the form leaves them."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.logo is not None:
            said |= {"logo": self.logo.text, "logo_digest": self.logo.digest}
        elif self.cleaned_data["no_logo"]:
            said |= {"logo": "", "logo_digest": ""}
        return said

    def parts(self) -> list[tuple[Any, list[list[forms.BoundField]]]]:
        """The fields under their headings, in rows; each text beside its other languages."""
        of_texts = {text: [self[f"{text}_{code}"] for code in CODES] for text in TEXTS}
        return [
            (_("Name and region"), [of_texts["name"], of_texts["region"], of_texts["about"]]),
            (_("Address and mails"), [[self["public_address"]], [self["asks_yearly"]]]),
            (_("Contact and imprint"), [[self["contact"], self["privacy_contact"]], of_texts["imprint"]]),
            (_("Border and language"), [[self["countries"]], [self["default_language"]]]),
            (_("How it looks"), [[self["accent"]], [self["picture"]], [self["no_logo"]]]),
        ]
