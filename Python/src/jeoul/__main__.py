"""``jeoul`` and ``python -m jeoul``: the command that the package carries."""
from ._command import main

if __name__ == "__main__":
    main()
