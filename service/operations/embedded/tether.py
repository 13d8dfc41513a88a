"""A process that ends when the one that started it is gone, even if that was killed and could say nothing."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Stop this process by SIGTERM when its standard input, a pipe held by its parent, is closed."""
    threading.Thread(target=_wait, name="tether", daemon=True).start()


def _wait() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
