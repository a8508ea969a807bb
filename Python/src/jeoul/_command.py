"""The command that the package carries, and how it is run."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any, Optional, Sequence

from . import _library, _parquet, errors


def path() -> str:
    """Where the command is."""
    return os.environ.get("JEOUL_COMMAND") or str(_library.FILES / "bin" / "jeoul")


def output(arguments: Sequence[str], given: Optional[bytes] = None) -> bytes:
    """What the command prints; ``given`` is its standard input.

    Raises CommandError with the command's own message where its status is not 0.
    """
    stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
    pipes: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    rows = _parquet.Rows.among(arguments)
    if rows is None:
        with subprocess.Popen([path(), *arguments], **pipes) as process:
            out, err = process.communicate(given)
    else:
        with rows:
            with subprocess.Popen([path(), *rows.arguments], **pipes) as process:
                rows.start(process)
                out, err = process.communicate(given)
            rows.finish()
    if process.returncode != 0:
        raise errors.CommandError(err.decode("utf-8", "replace").strip(), process.returncode)
    return bytes(out)


def main() -> None:
    """Becomes the command, with the same arguments; where they name Parquet files, gives it their rows."""
    arguments = sys.argv[1:]
    try:
        rows = _parquet.Rows.among(arguments)
    except (errors.JeoulError, ValueError, OSError, ImportError) as error:
        sys.exit(_say(error))
    if rows is None:
        os.execv(path(), [path(), *arguments])
    # Control-C is for the command, which then reports what it has; a handler, unlike SIG_IGN, is not inherited.
    signal.signal(signal.SIGINT, lambda *_: None)
    with rows:
        process = subprocess.Popen([path(), *rows.arguments])
        rows.start(process)
        status = process.wait()
        try:
            rows.finish()
        except (errors.JeoulError, ValueError, OSError) as error:
            sys.exit(_say(error))
    if rows.missing and "--quiet" not in arguments:
        print(f"note: left out: {rows.missing:,} rows without a text", file=sys.stderr)
    sys.exit(status if status >= 0 else 128 - status)


def _say(error: BaseException) -> int:
    print(f"jeoul: {error}", file=sys.stderr)
    return 2
