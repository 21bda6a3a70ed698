"""The network's own topics, for managers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neisse.engine.values import NeisseError
from neisse.web.core.downloads import attached
from neisse.web.core.queries.jobs import last_of
from neisse.web.core.said import sentence_of
from neisse.web.intersect import actions, bridge
from neisse.web.intersect.actions.comparison import COMPARISON
from neisse.web.intersect.actions.vocabulary import table
from neisse.web.intersect.forms import ConceptFilter, ConceptForm, TableForm
from neisse.web.intersect.models import Concept
from neisse.web.intersect.queries.vocabulary import concepts

MOST_BYTES = 1_000_000
FIELDS = ("key", "label_de", "label_pl", "label_en", "patterns")
only_managers = permission_required("intersect.change_vocabulary", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@only_managers
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The own topics; `?key=` puts one into the form."""
    row = Concept.objects.filter(key=request.GET.get("key", "")).first()
    form = ConceptForm(
        request.POST or None, initial={name: getattr(row, name) for name in FIELDS} if row else None
    )
    if request.method == "POST" and form.is_valid():
        actions.keep_concepts([form.cleaned_data], actor=request.user)
        messages.success(request, _("The topic is kept. Everything is being compared again."))
        return redirect("intersect:vocabulary")
    shipped, filters = bridge.shipped_keys(), ConceptFilter(request.GET)
    context = {
        "filters": filters,
        "any": Concept.objects.exists(),
        "form": form,
        "table_form": TableForm(),
        "rows": [(concept, concept.key in shipped) for concept in concepts(filters.values().get("q", ""))],
        "shipped": len(shipped),
        "comparison": last_of(COMPARISON),
    }
    return render(request, "intersect/vocabulary.html", context, status=422 if form.errors else 200)


@require_POST
@only_managers
def drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a topic away."""
    actions.drop_concept(get_object_or_404(Concept, key=slug), actor=request.user)
    messages.success(request, _("The topic is gone. Everything is being compared again."))
    return redirect("intersect:vocabulary")


@require_POST
@only_managers
def read(request: HttpRequest) -> HttpResponse:
    """Add the topics of a table; all or none."""
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["table"].size > MOST_BYTES:
        messages.error(request, _("The table could not be read."))
        return redirect("intersect:vocabulary")
    try:
        text = form.cleaned_data["table"].read().decode("utf-8-sig")
        count = actions.keep_concepts(list(bridge.read_table(text)), actor=request.user)
    except UnicodeDecodeError:
        messages.error(request, _("The table could not be read."))
    except NeisseError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(
            request, _("%(count)s topics are kept. Everything is being compared again.") % {"count": count}
        )
    return redirect("intersect:vocabulary")


@require_GET
@only_managers
def export(request: HttpRequest) -> HttpResponse:
    """The own topics as a table that can be read back."""
    return attached(table(), "tsv", "topics")
