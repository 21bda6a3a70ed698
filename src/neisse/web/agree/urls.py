"""Addresses of the agree stage."""

from __future__ import annotations

from django.urls import path

from neisse.web.agree.views import answers, proposals, rounds

app_name = "agree"
HERE = "coordination/<int:pk>/"
urlpatterns = [
    path("coordination/", rounds.rounds, name="rounds"),
    path("coordination/export/", rounds.export, name="export"),
    path("coordination/new/", rounds.round_new, name="round_new"),
    path(HERE, rounds.round_page, name="round"),
    path(f"{HERE}edit/", rounds.round_edit, name="round_edit"),
    path(f"{HERE}step/", rounds.round_step, name="round_step"),
    path(f"{HERE}plans/", proposals.plans, name="plans"),
    path(f"{HERE}plans/export/", proposals.plans_export, name="plans_export"),
    path(f"{HERE}proposals/", proposals.proposals, name="proposals"),
    path(f"{HERE}proposals/compute/", proposals.propose, name="propose"),
    path(f"{HERE}proposals/<int:number>/", proposals.proposal, name="proposal"),
    path(f"{HERE}proposals/<int:number>/ask/", answers.ask, name="ask"),
    path(f"{HERE}answers/", answers.answers, name="answers"),
    path(f"{HERE}answers/give/", answers.answer, name="answer"),
    path(f"{HERE}answers/step/", answers.owners_step, name="owners_step"),
    path(f"{HERE}minutes/", answers.minutes, name="minutes"),
    path(f"{HERE}minutes/export/", answers.minutes_export, name="minutes_export"),
    path("coordination/by-mail/<secret:secret>/", answers.by_mail, name="by_mail"),
    path(f"{HERE}<str:kind>/new/", rounds.part, name="part_new"),
    path(f"{HERE}<str:kind>/<int:number>/", rounds.part, name="part"),
]
