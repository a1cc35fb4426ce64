"""Before anybody is signed in no school is set, so no account is seen. This function tells, for one
user name, the school behind whose wall the account lies, and nothing else."""

from django.db import migrations

UP = """
CREATE POLICY sign_in_lookup ON access_account FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION access_school_of_username(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS 'SELECT school_id FROM public.access_account WHERE username = wanted AND is_active';

REVOKE ALL ON FUNCTION access_school_of_username(text) FROM PUBLIC;
"""

DOWN = """
DROP FUNCTION access_school_of_username(text);
DROP POLICY sign_in_lookup ON access_account;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunSQL(UP, DOWN)]
