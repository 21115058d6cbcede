"""Processes that a run starts end with it, however it ends: one that lived on could write into results of the next run."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_SET_PARENT_DEATH_SIGNAL = 1  # of Linux' prctl
_LOOK_SECONDS = 0.25


def end_with_parent(parent: int) -> None:
    """End this process at once when its parent ends.

    Linux is asked to do so; elsewhere a thread looks four times a second.

    Args:
        parent: Process id of the parent; if it has ended already, so does this process now.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    elif os.name == "posix":
        threading.Thread(target=_look, args=(parent,), daemon=True).start()
    if os.name == "posix" and os.getppid() != parent:
        os._exit(1)


def _look(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
