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
    """End this process when its parent ends, before it can write anything more; call it in the main thread.

    Linux is asked for a signal; elsewhere a thread looks four times a second. The signal also comes when only the thread ends that started
    this process. It is therefore one that does no harm by itself, and what it calls looks whether the parent lives. Python calls it before
    the main thread goes on with anything, such as giving a file its name.

    Args:
        parent: Process id of the parent; if it has ended already, so does this process now.
    """
    if os.name != "posix":
        return
    if sys.platform.startswith("linux"):
        signal.signal(signal.SIGURG, lambda *_: _end_unless(parent))
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGURG)
    else:
        threading.Thread(target=_look, args=(parent,), daemon=True).start()
    _end_unless(parent)


def _end_unless(parent: int) -> None:
    if os.getppid() != parent:
        os._exit(1)


def _look(parent: int) -> None:
    while True:
        _end_unless(parent)
        time.sleep(_LOOK_SECONDS)
