"""Where papers are looked for by pages that belong to no school."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seal", "0002_sealed_papers")]

    operations = [
        migrations.CreateModel(
            name="PublicMark",
            fields=[
                (
                    "mark",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("behind", models.BigIntegerField()),
            ],
        ),
    ]
