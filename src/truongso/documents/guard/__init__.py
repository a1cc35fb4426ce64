"""Walls around programs that read files of strangers: limits, system calls, folders.

Everything here works without any privilege, is laid by a process on itself and cannot be taken off
again. Only the standard library: the walls stand before anything else is loaded.
"""
