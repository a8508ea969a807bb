"""``jeoul`` and ``python -m jeoul``: the command that the package carries."""
import os
import sys

from .reports import command_path


def main() -> None:
    """Becomes the command, with the same arguments."""
    path = command_path()
    os.execv(path, [path, *sys.argv[1:]])


if __name__ == "__main__":
    main()
