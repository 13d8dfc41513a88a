"""``python -m service.cli``: the command where nothing is installed."""

from service.cli import main

if __name__ == "__main__":
    main()
