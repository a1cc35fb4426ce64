"""The console script `truongso`: one verb, then its arguments."""

import argparse
import os
import sys
from collections.abc import Sequence

from truongso.commands.cluster import ClusterError
from truongso.config.environment import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status. Errors a person can mend are one line on stderr."""
    args = _parser().parse_args(arguments)
    try:
        status: int = args.run(args)
    except (BadSetting, ClusterError) as error:
        print(f"truongso: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    from truongso.commands import database, servers

    parser = argparse.ArgumentParser(prog="truongso", description="Trường Số")
    verbs = parser.add_subparsers(metavar="LỆNH", required=True)
    servers.add_verbs(verbs)
    database.add_verbs(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
