"""What an earlier run that was killed leaves behind: a server without a master, or a note about a dead one."""

import signal
from pathlib import Path

import psutil

_PATIENCE_S = 10.0
_WAYS_TO_STOP = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
"""Fast, immediate, by force: https://www.postgresql.org/docs/18/server-shutdown.html."""


def clear_leftovers(data_dir: Path) -> None:
    """Stop a server that still runs on ``data_dir``, and forget one whose process number another program has.

    To be called by whoever holds the folder's lock: then no server there is anybody's.
    """
    note = data_dir / "postmaster.pid"
    try:
        process = psutil.Process(int(note.read_text("ascii").split("\n", 1)[0]))
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return  # PostgreSQL itself deals with a note about a dead process
    if _is_server_of(process, data_dir):
        stop_process(process)
    else:
        note.unlink()


def stop_process(process: psutil.Process | psutil.Popen) -> None:
    """Stop a server as gently as it lets itself be stopped."""
    for way in _WAYS_TO_STOP:
        try:
            process.send_signal(way)
            process.wait(_PATIENCE_S)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            continue
        return


def _is_server_of(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return process.name().startswith("postgres") and str(data_dir) in process.cmdline()
    except psutil.Error:
        return False
