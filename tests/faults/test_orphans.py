"""What a run starts ends with the run, and not with a thread of it."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil

CHILD = """
import os, time
from peace_analysis.orphans import end_with_parent
end_with_parent(os.getppid())
print("ready", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, threading, time
child = []
def start():
    child.append(subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True))
    child[0].stdout.readline()
thread = threading.Thread(target=start)
thread.start()
thread.join()
print(child[0].pid, flush=True)
time.sleep(60)
"""


def test_a_child_outlives_the_thread_that_started_it_and_not_the_process() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    try:
        child = psutil.Process(int(parent.stdout.readline()))
        time.sleep(1)
        assert child.is_running()
        assert child.status() != psutil.STATUS_ZOMBIE
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
