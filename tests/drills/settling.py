"""Runs inside the drill's installation when nobody works any more: sweeps, seals, compares.

`python -m tests.drills.settling` prints what does not fit between rows and store, as data.
"""

import json


def main() -> None:
    """End what was on its way, seal the journal, and print every finding."""
    import django

    django.setup()
    from truongso.audit.jobs import seal_all
    from truongso.documents import consistency, sweep
    from truongso.foundation import clock
    from truongso.foundation.actor import system_actor
    from truongso.foundation.jobs import organisations

    found = []
    for school_id in organisations():
        actor = system_actor(school_id, "Diễn tập")
        sweep.sweep(actor, at=clock.now(), in_flight=False)
        found += [[one.kind, one.where] for one in consistency.findings(actor)]
    seal_all(everything=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
