"""Accounts as the manager sees them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from neisse.engine.values import NeisseError
from neisse.web.accounts import queries
from neisse.web.accounts.actions import change_user, erase_user, invitation_link, invite, invite_again
from neisse.web.accounts.forms import InvitationForm, OfficeForm, UserForm
from neisse.web.accounts.models import Role, User
from neisse.web.accounts.offices import offices
from neisse.web.core import posted
from neisse.web.core.done import erased
from neisse.web.core.queries.mails import sends_mail
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.said import sentence_of

PER_PAGE = 50
managers_only = permission_required("accounts.manage_users", raise_exception=True)


@managers_only
def users(request: HttpRequest) -> HttpResponse:
    """All accounts, narrowed by text and role."""
    query, role = request.GET.get("q", "")[:100], request.GET.get("role", "")
    found = queries.users(query, role if role in Role.values else "")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {"page": page, "q": query, "role": role, "roles": Role.choices}
    return render(request, "accounts/users.html", words)


@managers_only
def invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        organisation = given.pop("organisation")
        try:
            user = invite(**given, actor=request.user, address=address_for(request))
        except NeisseError as error:
            form.add_error("email", sentence_of(error))
        else:
            if organisation:
                offices().give(user, organisation, request.user)
            _tell_invited(request, user)
            return redirect("accounts:user", user.pk)
    return render(request, "accounts/invite.html", {"form": form})


@managers_only
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, role, offices, or close an account."""
    account = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=account)
    office = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and office.is_valid():
        try:
            change_user(User.objects.get(pk=pk), actor=request.user, **form.cleaned_data)
        except NeisseError as error:
            form.add_error(None, sentence_of(error))
        else:
            key = office.cleaned_data["organisation"]
            if key and not offices().give(account, key, request.user):
                told = _("You have asked for this office: its organisation is told and has to agree first.")
                messages.info(request, told)
            messages.success(request, _("Saved."))
            return redirect("accounts:users")
    return _page(request, account, form, office)


def _tell_invited(request: HttpRequest, account: User) -> None:
    """Where the invitation is; what no server carries is on its way to nobody."""
    if sends_mail():
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": account.email})
    else:
        messages.success(
            request, _("%(name)s is invited: please hand over the link.") % {"name": account.name}
        )


def _page(
    request: HttpRequest, account: User, form: UserForm, office: OfficeForm, link: str = ""
) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "office": office,
        "offices": list(offices().held(account)),
        "is_unopened": account.is_active and not account.has_usable_password(),
        "sends_mail": sends_mail(),
        "link": link,
    }
    return render(request, "accounts/user.html", context)


@managers_only
@never_cache
@require_POST
def invited(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail an invitation once more, or show its link to be handed over."""
    account, address = get_object_or_404(User, pk=pk), address_for(request)
    if posted.word(request, "step") == "link":
        link = invitation_link(account, actor=request.user, address=address)
        return _page(request, account, UserForm(instance=account), OfficeForm(), link)
    invite_again(account, actor=request.user, address=address)
    _tell_invited(request, account)
    return redirect("accounts:user", pk)


@managers_only
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase an account and what is kept about the person."""
    done = erase_user(get_object_or_404(User, pk=pk), actor=request.user)
    erased(request, _("The account and its personal data are deleted."), done)
    return redirect("accounts:users")
