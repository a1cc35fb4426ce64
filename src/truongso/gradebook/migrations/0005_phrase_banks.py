import django.db.models.deletion
from django.db import migrations, models

import truongso.foundation.ids
import truongso.foundation.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("gradebook", "0004_year_results"),
        ("roster", "0004_years_and_results"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=truongso.foundation.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("school_id", models.BigIntegerField(editable=False)),
                ("text", models.CharField(max_length=500)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "staff",
                    truongso.foundation.tenancy.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_id", "staff", "text"),
                        name="gradebook_phrase_once",
                        nulls_distinct=None,
                    )
                ],
            },
        ),
    ]
