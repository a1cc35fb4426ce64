"""Processes that never outlive the one that started them (Linux; elsewhere a no-op)."""

import ctypes
import multiprocessing
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(how: int = signal.SIGKILL) -> None:
    """Ask the kernel for this signal when this process's parent ends, even by SIGKILL."""
    if sys.platform != "linux":
        return
    parent = multiprocessing.parent_process()
    expected = parent.pid if parent else os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    if os.getppid() != expected:  # the parent ended before we asked
        os.kill(os.getpid(), how)
