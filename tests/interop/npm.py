"""npm packages at the versions and hashes of their committed lock files, which say nothing of where they come from."""

import hashlib
import shutil
import subprocess
from pathlib import Path

_INSTALL_S = 300


class NodeMissingError(Exception):
    """Node 20.19 or newer and npm must be on the PATH; these tests are not skipped without them."""


def install(folder: Path) -> None:
    """Install what the folder's lock file names, unless that is there already. Raises NodeMissingError."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NodeMissingError(NodeMissingError.__doc__)
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    done = folder / "node_modules" / ".installed"
    if not done.exists() or done.read_text() != wanted:
        # `ci` refuses a package whose bytes have not the hash of the lock file; none needs its scripts to be installed.
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, check=True, timeout=_INSTALL_S)
        done.write_text(wanted)
