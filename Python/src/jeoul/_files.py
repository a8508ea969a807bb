"""What the wheel carries: the library, the command, and the data of both. Apart, since the command needs no library."""
from pathlib import Path

#: The folder of it.
FILES = Path(__file__).resolve().parent / "_files"
