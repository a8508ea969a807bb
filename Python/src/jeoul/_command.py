"""The command that the package carries, and how it is run."""
from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from typing import Any, Optional, Sequence

from . import _parquet, errors
from ._files import FILES

#: It ran, and records were skipped, as was asked for.
SKIPPED = 5


def path() -> str:
    """Where the command is."""
    return str(FILES / "bin" / "jeoul")


def report(arguments: Sequence[str], given: Optional[bytes] = None) -> dict[str, Any]:
    """What the command reports as JSON; ``given`` is its standard input.

    Raises CommandError with the command's own message where its status is not 0, nor says that what was to be skipped was skipped.
    """
    stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
    pipes: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    rows = _parquet.Rows.among(arguments)
    if rows is None:
        with subprocess.Popen([path(), *arguments], **pipes) as process:
            out, err = process.communicate(given)
    else:
        with rows:
            with subprocess.Popen([path(), *rows.arguments], **pipes, preexec_fn=_end_with_parent) as process:
                rows.start(process)
                out, err = process.communicate(given)
            rows.finish()
    found: Optional[dict[str, Any]] = json.loads(out) if out.startswith(b"{") else None
    if rows is not None and rows.missing and found is not None:
        corpus = found.get("corpus", found)
        corpus["left_out"] = [*corpus.get("left_out", []), {"kind": "rows without a text", "count": rows.missing}]
        for part in [corpus, *found.get("groups", []), *found.get("totals", [])]:
            part["complete"] = False
    if process.returncode not in (0, SKIPPED) or found is None:
        message = err.decode("utf-8", "replace").strip()
        raise errors.CommandError(message or f"the command ended with status {process.returncode}", process.returncode, found)
    return found


#: PR_SET_PDEATHSIG of Linux, and the C library, which is looked up here since a forked child should not.
_PARENT_DEATH_SIGNAL = 1
_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Has the command end when this process is killed: of rows that come no more it would wait for the next file's."""
    _libc.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


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
        process = subprocess.Popen([path(), *rows.arguments], preexec_fn=_end_with_parent)
        rows.start(process)
        status = process.wait()
        try:
            rows.finish()
        except (errors.JeoulError, ValueError, OSError) as error:
            sys.exit(_say(error))
    if "--quiet" not in arguments:
        for note in rows.notes:
            print(f"note: {note}", file=sys.stderr)
    sys.exit(status if status >= 0 else 128 - status)


def _say(error: BaseException) -> int:
    print(f"jeoul: {error}", file=sys.stderr)
    return 2
