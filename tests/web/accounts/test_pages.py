"""Every page about accounts, for who may open it and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neisse.web.accounts.actions import invite, setup_link
from neisse.web.accounts.models import ApiToken, User

ALLAUTH_OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
ALLAUTH_SIGNED_IN = [
    "account_change_password", "account_email", "account_logout", "mfa_index", "account_reauthenticate",
]  # fmt: skip
MINE = ["accounts:settings", "accounts:tokens", "accounts:my_data", "accounts:delete_me"]
MANAGERS = ["accounts:users", "accounts:invite"]


@pytest.mark.parametrize("name", [*ALLAUTH_OPEN, "accounts:privacy"])
def test_open_pages_open_for_everybody(name: str, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*ALLAUTH_SIGNED_IN, *MINE])
def test_pages_of_ones_own_need_a_login(name: str, client: Client, user: Any, client_of: Any) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert client_of(user("guest")).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", MANAGERS)
@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("circle", 403), ("member", 403), ("guest", 403)]
)
def test_accounts_are_the_managers_business(
    name: str, role: str, status: int, user: Any, client_of: Any
) -> None:
    assert client_of(user(role)).get(reverse(name)).status_code == status


def test_sign_in_with_address_and_password(user: Any, client: Client) -> None:
    someone = user("member")
    wrong = client.post(reverse("account_login"), {"login": someone.email, "password": "wrong"})
    assert wrong.status_code == 200
    right = client.post(
        reverse("account_login"), {"login": someone.email.upper(), "password": "correct horse battery"}
    )
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(someone.pk)


def test_nobody_signs_up_alone(client: Client) -> None:
    words = {
        "email": "new@example.org",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    client.post(reverse("account_signup"), words)
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_invitation_leads_to_a_password(
    user: Any, client_of: Any, client: Client, organisation: Any, letters: Any
) -> None:
    port = organisation(name="PORT")
    words = {
        "email": "Anna@Example.org",
        "name": "Anna",
        "role": "member",
        "language": "pl",
        "organisation": port.key,
    }
    answer = client_of(user("manager")).post(reverse("accounts:invite"), words)
    assert answer.status_code == 302
    link = next(word for word in letters()[0].body.split() if word.startswith("http://testserver"))
    page = client.get(link, follow=True)
    secret = "lichtung und wiese 7"
    client.post(page.request["PATH_INFO"], {"password1": secret, "password2": secret})
    anna = User.objects.get(email="anna@example.org")
    assert (anna.check_password(secret), anna.role) == (True, "member")
    assert [person.organisation for person in anna.people.all()] == [port]
    assert client.get(link, follow=True).context.get("token_fail")


def test_an_address_is_invited_once(user: Any, client_of: Any) -> None:
    taken = user("guest")
    words = {"email": taken.email, "name": "X", "role": "manager", "language": "de"}
    answer = client_of(user("manager")).post(reverse("accounts:invite"), words)
    assert answer.context["form"].errors["email"]
    assert User.objects.get(pk=taken.pk).role == "guest"


def test_the_last_manager_stays(user: Any, client_of: Any) -> None:
    manager = user("manager")
    client = client_of(manager)
    words = {"name": "M", "role": "guest", "is_active": "on"}
    assert client.post(reverse("accounts:user", args=[manager.pk]), words).status_code == 200
    assert User.objects.get(pk=manager.pk).role == "manager"
    other = user("manager")
    assert client.post(reverse("accounts:user", args=[other.pk]), words).status_code == 302
    assert User.objects.get(pk=other.pk).role == "guest"


def test_the_tokens_of_an_account_end_when_it_is_closed_and_stay_ended(user: Any, client_of: Any) -> None:
    from neisse.web.accounts.actions import change_user, issue_token

    manager, account = user("manager"), user("member")
    _token, secret = issue_token(account, "x", "write", actor=account)
    asked = {"Authorization": f"Bearer {secret}"}
    assert client_of().get("/api/v1/me", headers=asked).status_code == 200
    for is_active in (False, True):
        change_user(account, actor=manager, is_active=is_active)
        assert client_of().get("/api/v1/me", headers=asked).status_code == 401, is_active
    account.refresh_from_db()
    _token, secret = issue_token(account, "x", "read", actor=account)
    assert client_of().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_a_closed_account_is_signed_out_everywhere(user: Any, client_of: Any) -> None:
    member = user("member")
    theirs = client_of(member)
    client_of(user("manager")).post(
        reverse("accounts:user", args=[member.pk]), {"name": "X", "role": "member"}
    )
    assert theirs.get(reverse("accounts:settings")).status_code == 302


def test_a_token_is_shown_once_and_kept_as_a_hash(user: Any, client_of: Any) -> None:
    client = client_of(user("member"))
    words = {"label": "calendar", "scope": "read", "days": 30}
    page = client.post(reverse("accounts:tokens"), words).content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    token = ApiToken.objects.get()
    assert secret.startswith("neisse_")
    assert secret not in str(ApiToken.objects.values().get())
    assert secret not in client.get(reverse("accounts:tokens")).content.decode()
    client.post(reverse("accounts:revoke", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_tokens_of_others_cannot_be_revoked(user: Any, client_of: Any) -> None:
    client_of(user("member")).post(reverse("accounts:tokens"), {"label": "x", "scope": "read", "days": 30})
    token = ApiToken.objects.get()
    assert client_of(user("member")).post(reverse("accounts:revoke", args=[token.pk])).status_code == 404


def test_the_first_manager_comes_through_the_link_once(client: Client) -> None:
    link = setup_link()
    words = {"email": "first@example.org", "name": "First", "password": "lichtung und wiese 7"}
    assert client.get(link).status_code == 200
    assert client.post(link, words).status_code == 302
    assert User.objects.get().role == "manager"
    assert setup_link() == ""
    assert Client().get(link).status_code == 404
    assert Client().post(link, words | {"email": "second@example.org"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "ImZpcnN0IG1hbmFnZXIi:1:forged"])
def test_a_forged_set_up_link_is_not_there(token: str, client: Client) -> None:
    assert client.get(reverse("accounts:setup", args=[token])).status_code == 404


def test_an_invitation_for_an_unopened_account_is_renewed(user: Any, letters: Any) -> None:
    manager = user("manager")
    for role in ("member", "circle"):
        invite("b@example.org", "B", role, "de", actor=manager, address="http://testserver/")
    assert len(letters()) == 2
    assert User.objects.filter(email="b@example.org").count() == 1


def demo_users(user: Callable[..., Any]) -> None:
    for role in ("manager", "circle", "member", "guest"):
        account = user(role)
        account.set_unusable_password()
        account.invented = True
        account.save()


def test_the_demo_bar_changes_roles(settings: Any, user: Any, client: Client) -> None:
    settings.DEMO = True
    demo_users(user)
    for role in ("manager", "guest", "circle", "member"):
        answer = client.post(reverse("accounts:demo_as", args=[role]), {"next": "/privacy/"})
        assert (answer.status_code, answer["Location"]) == (302, "/privacy/")
        assert User.objects.get(pk=client.session["_auth_user_id"]).role == role
    client.post(reverse("accounts:demo_as", args=["public"]), {"next": "//evil.example/"})
    assert "_auth_user_id" not in client.session


def test_the_demo_bar_opens_invented_people_only(settings: Any, user: Any, client: Client) -> None:
    settings.DEMO = True
    user("manager")
    account = user("manager", email="invited@example.org")
    account.set_unusable_password()  # as somebody who was invited and has not come yet
    account.save()
    assert client.post(reverse("accounts:demo_as", args=["manager"])).status_code == 404


def test_without_a_demonstration_there_is_no_demo_bar(user: Any, client: Client) -> None:
    demo_users(user)
    assert client.post(reverse("accounts:demo_as", args=["manager"])).status_code == 404
    assert "demo/as" not in client.get("/privacy/").content.decode()
    assert "_auth_user_id" not in client.session
