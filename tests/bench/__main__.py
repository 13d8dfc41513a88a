"""`python -m tests.bench PART`: every part prints its own table and judges nothing."""

import sys
from importlib import import_module

PARTS = ("api", "trail", "million", "exporting", "streams", "searching", "against")


def main() -> None:
    """Run the part that the first argument names, ``api`` when it names none."""
    part = sys.argv.pop(1) if len(sys.argv) > 1 and sys.argv[1] in PARTS else PARTS[0]
    import_module(f"tests.bench.{part}").main()


if __name__ == "__main__":
    main()
