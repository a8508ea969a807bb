"""Measurements, comparisons and verdicts: those of the command, figure for figure, since it makes them."""
from __future__ import annotations

import json
import os
from typing import Any, Iterable, Mapping, Optional, Sequence, Union

from . import _command
from ._documents import listed

Inputs = Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]]]


def run(arguments: Sequence[str], records: Optional[Iterable[str]] = None) -> dict[str, Any]:
    """What a subcommand prints as JSON. ``records`` are given to its standard input as JSON Lines.

    Raises CommandError with the command's own message where its status is not 0.
    """
    given = None
    if records is not None:
        given = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in records).encode(
            "utf-8", "surrogatepass")
    report: dict[str, Any] = json.loads(_command.output([*arguments, "--format", "json"], given))
    return report


def _options(options: Mapping[str, Any]) -> list[str]:
    """Keyword arguments as the command's options: ``count_hanja=True`` is ``--count-hanja``."""
    arguments = []
    for name, value in options.items():
        option = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(option)
        elif value is not None and value is not False:
            arguments += [option, ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)]
    return arguments


def _paths(files: Inputs) -> list[str]:
    return [os.fspath(file) for file in listed(files)]


def measure(
    files: Optional[Inputs] = None, *, texts: Optional[Iterable[str]] = None, vocabularies: Union[str, Sequence[str]] = (),
    **options: Any,
) -> dict[str, Any]:
    """Tokens, Korean characters and tokens per Korean character, as ``jeoul measure --format json`` gives them.

    Of files (Parquet too, whose text is the column ``column``), or of ``texts``, each a document. With ``by``, ``groups`` has a row for
    each group and vocabulary, as ``pandas.DataFrame(report["groups"])`` takes them, and ``totals`` those of all documents.

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
    return run(["verify", *listed(claims), *_options(options)])


def _run(subcommand: str, files: Optional[Inputs], texts: Optional[Iterable[str]], options: list[str]) -> dict[str, Any]:
    if (files is None) == (texts is None):
        raise ValueError("give files or texts, one of the two")
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts are many, as a list; one text is [text]")
    if files is None:
        return run([subcommand, "-", "--input-format", "jsonl", *options], texts)
    return run([subcommand, *_paths(files), *options])
