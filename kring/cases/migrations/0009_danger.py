"""Since when a danger waits for somebody who says what was done; in what was stored, nobody could say so yet."""

import json

from django.db import migrations, models
from django.db.models import Q

KINDS = (
    "talk",
    "talk_planned",
    "incident",
    "severity",
    "danger_answered",
    "decision",
    "problem",
    "agreement",
    "review",
    "phase_out",
    "class_attention",
    "observation_request",
    "observation",
    "consultation",
    "analysis",
    "new_approach",
    "informed",
    "extra",
    "plan_issued",
    "waived",
    "planned",
    "finished",
    "closed",
    "checked",
    "reopened",
    "handed_over",
    "home_note",
    "withdrawn",
)


def copy_danger(apps, schema_editor):
    for case in apps.get_model("cases", "Case").objects.filter(closed_on=None).iterator():
        seen = [report.taken_at for report in _opened(apps, "Report", case) if _told(report.dangers.split())]
        facts = {fact.pk: fact for fact in _opened(apps, "Fact", case, kind="severity")}
        replaced = {fact.replaces_id for fact in facts.values()}
        for fact in facts.values():
            if fact.pk in replaced:
                continue
            for sign in _told(json.loads(fact.sealed_body).get("danger", [])):
                first = fact
                while first.replaces_id and sign in json.loads(facts[first.replaces_id].sealed_body).get("danger", []):
                    first = facts[first.replaces_id]
                seen.append(first.at)
        if seen:
            case.danger_since = min(seen)
            case.save(update_fields=["danger_since"])


def _opened(apps, model, case, **narrowed):
    for row in apps.get_model("cases", model).objects.filter(case=case, **narrowed):
        row.key_scope = case.pk  # a model of this moment in history has no properties
        yield row


def _told(signs):
    return [sign for sign in signs if sign != "staff"]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_trailing"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="danger_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("danger_since__isnull", False)),
                fields=["school", "danger_since"],
                name="case_in_danger",
            ),
        ),
        migrations.RemoveConstraint(model_name="fact", name="fact_kind_known"),
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=30),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(condition=Q(("kind__in", KINDS)), name="fact_kind_known"),
        ),
        migrations.RunPython(copy_danger, migrations.RunPython.noop),
    ]
