"""The settings that a subcommand runs with, wherever it is called."""

import os
import sys
from pathlib import Path

from service.edge.settings import Settings, load_settings


def command_settings() -> Settings:
    """The settings, with the home of the embedded run found from any folder."""
    if "TINDAK_HOME" not in os.environ and not Path(".tindak").is_dir():
        beside = Path(sys.prefix).parent / ".tindak"
        if beside.is_dir():
            return load_settings(home=beside)
    return load_settings()
