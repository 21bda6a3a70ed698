"""An erasure is finished when the files are gone, too; those of earlier releases were done in one step."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def finish_those_before(apps: Any, _editor: Any) -> None:
    apps.get_model("core", "Erasure").objects.update(finished_at=F("done_at"))


class Migration(migrations.Migration):
    dependencies = [("core", "0010_public_address")]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="finished_at",
            field=models.DateTimeField(editable=False, help_text="when the files were gone, too", null=True),
        ),
        migrations.AddField(
            model_name="erasure",
            name="sought",
            field=models.TextField(
                blank=True,
                default="",
                editable=False,
                help_text="what files are looked through for, packed; nothing once they are",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(finish_those_before, migrations.RunPython.noop),
    ]
