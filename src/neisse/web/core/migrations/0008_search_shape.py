from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_sent_form'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
    ]
