from django.db import migrations, models

# The accounts that the embedded example brought before they were marked.
ACCOUNTS = [
    "manager@example.org",
    "circle.sachsen@example.org",
    "circle.slask@example.org",
    "member@example.org",
    "guest@example.org",
]


def mark(apps, schema_editor):
    """In a demonstration the accounts of the example are invented; one with a password belongs to somebody."""
    if apps.get_model("core", "Instance").objects.exclude(example_digest="").exists():
        users = apps.get_model("accounts", "User").objects.filter(email__in=ACCOUNTS, password__startswith="!")
        users.update(invented=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_made_by"), ("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="invented",
            field=models.BooleanField(default=False, editable=False, verbose_name="example"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
