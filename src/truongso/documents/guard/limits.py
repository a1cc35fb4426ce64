"""How much of the machine a guarded process may use."""

import ctypes
import resource
import sys
from dataclasses import dataclass

from truongso.foundation.processes import die_with_parent

PR_SET_NO_NEW_PRIVS = 38
PR_SET_DUMPABLE = 4


class NoGuard(RuntimeError):
    """A wall could not be laid: the work must not be done."""


@dataclass(frozen=True, slots=True)
class Limits:
    """CPU seconds, bytes of address space, bytes of any one file written, open files."""

    cpu_seconds: int
    memory: int
    file_bytes: int = 0
    files: int = 64

    def lay(self) -> None:
        """Lay the limits on this process, which also ends with its parent. Raises NoGuard."""
        die_with_parent()
        set_limit(resource.RLIMIT_CORE, 0)
        set_limit(resource.RLIMIT_AS, self.memory)
        set_limit(resource.RLIMIT_FSIZE, self.file_bytes)
        set_limit(resource.RLIMIT_NOFILE, self.files)
        # The soft limit ends the process with a signal of its own; the hard one is a second later.
        set_limit(resource.RLIMIT_CPU, self.cpu_seconds, 1)
        if sys.platform == "linux":
            tell_kernel(PR_SET_NO_NEW_PRIVS, 1)
            tell_kernel(PR_SET_DUMPABLE, 0)


def set_limit(which: int, most: int, grace: int = 0) -> None:
    """Set a limit, or the lower one that is already in force."""
    _, hard = resource.getrlimit(which)
    ceiling = most + grace if hard == resource.RLIM_INFINITY else min(most + grace, hard)
    resource.setrlimit(which, (min(most, ceiling), ceiling))


def tell_kernel(option: int, value: int, pointer: object = 0) -> None:
    """Set one property of this process. Raises NoGuard when the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, pointer, 0, 0) != 0:
        raise NoGuard(f"prctl {option}: errno {ctypes.get_errno()}")
