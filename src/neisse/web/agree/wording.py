"""Lines of the minutes in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from neisse.web.agree.models import Minute, Question, Round


def told(line: Minute) -> str:
    """What a line says, beside when and by whom."""
    data: dict[str, object] = line.data
    if line.kind == Minute.Kind.ASKED:
        return (
            _("Proposal %(proposal)s was put to the owners: %(questions)s questions wait for an answer.")
            % data
        )
    if line.kind == Minute.Kind.WITHDRAWN:
        return _("Proposal %(proposal)s is no longer before the owners.") % data
    words = {"group": data.get("group"), "proposal": data.get("proposal"), "answer": answer_of(data)}
    if line.kind == Minute.Kind.SILENCE:
        rule = dict(Round.Silence.choices).get(str(data.get("rule")), "")
        words |= {"days": data.get("days"), "means": str(rule)}
        return _("Group %(group)s: no answer in %(days)s days; by the rules %(means)s.") % words
    said = _("Group %(group)s: the owner says %(answer)s.") % words
    return f"{said} {_('“%(text)s”') % {'text': data['condition']}}" if data.get("condition") else said


def answer_of(data: dict[str, object]) -> str:
    """An answer in words."""
    return str(dict(Question.Answer.choices).get(str(data.get("answer", "")), ""))
