"""Founds the school of the signing drill: a key, papers that wait, an open batch.

Run in the installation's environment: `python -m tests.drills.signing_founding 200`; prints the
school's number.
"""

import sys


def main(papers: int) -> None:
    """Found the school and ask for so many signatures with one secret."""
    import django

    django.setup()
    from tests import school as little
    from tests.sealing import scene
    from truongso.foundation import clock
    from truongso.seal.actions import batches

    school_id = little.new_org("school", "Trường THCS Diễn tập")
    with little.looking_at(school_id):
        school = little.build(school_id)
        key = scene.found(school, "Nam")["Nam"]
        rows = [scene.one_by(school, "Nam") for _ in range(papers)]
        batches.open_batch(
            actor=school.actor("Nam"),
            sealed_ids=scene.ids(*rows),
            key_id=key.id,
            secret=scene.SECRET,
            now=clock.now(),
        )
    print(school_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))
