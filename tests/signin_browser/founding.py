"""Founds the little school in an installation of its own and gives people passwords and addresses.

Run as a program in the installation's environment; prints each person's user name as JSON.
"""

import json

NAMES = ("Sơn", "Lan", "Hoa")


def main() -> None:
    """Found the school and print who may sign in."""
    import django

    django.setup()
    from tests import school as little
    from truongso.foundation.text import folded

    school_id = little.new_org("school")
    with little.looking_at(school_id):
        school = little.build(school_id)
        little.give_accounts(school, *NAMES)
        for name in NAMES:
            school.staff[name].email = f"{folded(name)}@truong.example"
            school.staff[name].save()
        print(json.dumps({name: school.username(name) for name in NAMES}))


if __name__ == "__main__":
    main()
