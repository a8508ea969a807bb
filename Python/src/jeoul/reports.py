"""Measurements, comparisons and verdicts: those of the command, figure for figure, since it makes them."""
from __future__ import annotations

import json
import os
from typing import Any, Iterable, Mapping, Optional, Sequence, Union

from . import _command
from ._documents import listed, utf8

Inputs = Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]]]


def _record(text: Any) -> bytes:
    """A text as a line of JSON Lines; a scalar of Arrow's is its value, and a lone surrogate U+FFFD as in ``count``."""
    text = text.as_py() if hasattr(text, "as_py") else text
    value = None if text is None else utf8(text).decode("utf-8")
    return json.dumps({"text": value}, ensure_ascii=False).encode() + b"\n"


#: What is not asked for through this module, which returns the report.
_NOT_HERE = {"output": "the report is returned: write it yourself", "format": "the report is returned, as the object of its JSON"}


def _options(options: Mapping[str, Any]) -> list[str]:
    """Keyword arguments as the command's options: ``count_hanja=True`` is ``--count-hanja``."""
    arguments = []
    for name, value in options.items():
        if name in _NOT_HERE:
            raise ValueError(f"{name}: {_NOT_HERE[name]}")
        option = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(option)
        elif value is not None and value is not False:
            arguments += [option, ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)]
    return arguments


def _paths(files: Inputs) -> list[str]:
    paths = [os.fspath(file) for file in listed(files)]
    if not paths:
        raise ValueError("there are no files: a report of nothing would say 0 tokens")
    if "-" in paths:
        raise ValueError("standard input is not read here: give texts")
    return paths


def measure(
    files: Optional[Inputs] = None, *, texts: Optional[Iterable[str]] = None, vocabularies: Union[str, Sequence[str]] = (),
    **options: Any,
) -> dict[str, Any]:
    """Tokens, Korean characters and tokens per Korean character, as ``jeoul measure --format json`` gives them.

    Of files (Parquet too, whose text is the column ``column``), or of ``texts``, each a document. With ``by``, ``groups`` has a row for
    each group and vocabulary, as ``pandas.DataFrame(report["groups"])`` takes them, and ``totals`` those of all documents. With
    ``on_error="skip"`` the report says what was skipped; raises CommandError, whose ``report`` is this one, where a gate such as
    ``fail_over`` is passed.

    >>> import jeoul
    >>> report = jeoul.measure(texts=["안녕하세요", "저울"], vocabularies=["gpt-4o"])
    >>> report["vocabularies"][0]["tokens"], report["corpus"]["korean_characters"]
    (4, 7)
    """
    return _run("measure", files, texts, _options({"vocabulary": listed(vocabularies) or None, **options}))


def compare(
    files: Optional[Inputs] = None, *, baseline: str, vocabularies: Union[str, Sequence[str]],
    texts: Optional[Iterable[str]] = None, **options: Any,
) -> dict[str, Any]:
    """The ratios of token counts on the same documents, with intervals, as ``jeoul compare --format json``.

    >>> import jeoul
    >>> texts = ["안녕하세요", "저울은 무게를 답니다"]
    >>> report = jeoul.compare(texts=texts, baseline="gpt-4o", vocabularies=["a.x-4.0"])
    >>> estimate = report["vocabularies"][1]["estimate"]
    >>> estimate["value"], estimate["no_interval"]["code"]
    (0.6, 'few_units')
    """
    return _run(
        "compare", files, texts, _options({"baseline": baseline, "vocabulary": listed(vocabularies), **options}))


def verify(claims: Union[str, Sequence[str]] = (), **options: Any) -> dict[str, Any]:
    """Whether claims hold, as ``jeoul verify --format json``: ids of the ledger, or ``claim="…"`` for words of your own.

    >>> import jeoul
    >>> verdict = jeoul.verify("ax4-33-fewer")["claims"][0]
    >>> verdict["claim"]["words"]
    'A.X 4.0 uses approximately 33% fewer tokens than GPT-4o for the same Korean input'
    """
    return _command.report(["verify", "--format", "json", *_options(options), "--", *listed(claims)])


def _run(subcommand: str, files: Optional[Inputs], texts: Optional[Iterable[str]], options: list[str]) -> dict[str, Any]:
    if (files is None) == (texts is None):
        raise ValueError("give files or texts, one of the two")
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts are many, as a list; one text is [text]")
    arguments = [subcommand, "--format", "json", *options]
    if texts is not None:
        return _command.report([*arguments, "--input-format", "jsonl", "-"], b"".join(map(_record, texts)))
    return _command.report([*arguments, "--", *_paths(files or ())])
