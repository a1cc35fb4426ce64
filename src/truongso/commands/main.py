"""The console script `truongso`: one verb, then its arguments."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import metadata

from truongso.commands import (
    accounts,
    anonymise,
    assess,
    backup,
    check,
    database,
    demo,
    journal,
    restore,
    schools,
    servers,
    verify,
)
from truongso.commands.trouble import Trouble
from truongso.config.environment import BadSetting

DISK = {
    errno.ENOSPC: "Hết chỗ trên đĩa. Hãy dọn bớt hoặc thêm ổ đĩa rồi chạy lại.",
    errno.EDQUOT: "Hết hạn mức đĩa của người dùng này. Hãy dọn bớt rồi chạy lại.",
    errno.EROFS: "Ổ đĩa chỉ cho đọc.",
    errno.EACCES: "Người dùng chạy lệnh này không có quyền đọc hoặc ghi ở đó.",
    errno.ENOENT: "Không có tệp hoặc thư mục này.",
}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status. Errors a person can mend are one line on stderr."""
    args = _parser().parse_args(arguments)
    try:
        status: int = args.run(args)
    except (BadSetting, Trouble) as error:
        print(f"truongso: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not (said := _of_the_machine(error)):
            raise
        print(f"truongso: {said}", file=sys.stderr)
        return 2
    return status


def _of_the_machine(error: Exception) -> str:
    """Return in words what is wrong with disk or database; "" when the error is our own."""
    if isinstance(error, OSError) and error.errno in DISK:
        where = f" ({error.filename})" if error.filename else ""
        return f"{DISK[error.errno]}{where}"
    if type(error).__name__ == "OperationalError":  # psycopg's, or Django's around it
        return f"Không dùng được cơ sở dữ liệu: {str(error).strip().splitlines()[0]}"
    return ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="truongso", description="Trường Số")
    verbs = parser.add_subparsers(metavar="LỆNH", required=True)
    for module in (
        servers,
        database,
        check,
        schools,
        anonymise,
        accounts,
        journal,
        backup,
        restore,
        demo,
        assess,
        verify,
    ):
        module.add_verbs(verbs)
    version = verbs.add_parser("version", help="in số phiên bản")
    version.set_defaults(run=_version)
    return parser


def _version(_args: argparse.Namespace) -> int:
    print(f"truongso {metadata.version('truongso')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
