"""What can go wrong, as exceptions: each says what, where and what to do."""
from __future__ import annotations

from typing import Any, Optional


class JeoulError(Exception):
    """Anything that the library or the command reports."""


class VocabularyError(JeoulError, KeyError):
    """No vocabulary has that name, its files are not here, or they cannot be used."""

    # A KeyError shows the repr of its argument.
    __str__ = Exception.__str__


class InvalidTextError(JeoulError, ValueError):
    """A document is not UTF-8: ``document`` says which, ``offset`` at which byte."""

    def __init__(self, message: str, document: int, offset: int):
        super().__init__(message)
        self.document = document
        self.offset = offset

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self.document, self.offset)


class UnknownTokenError(JeoulError, KeyError):
    """An id is not in the vocabulary; ``index`` is its place among the ids."""

    def __init__(self, message: str, index: int):
        super().__init__(message)
        self.index = index

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self.index)

    __str__ = Exception.__str__


class CommandError(JeoulError):
    """The command ended with a status that is not 0; ``status`` is it.

    ``report`` is what it has reported none the less, such as a verdict with ``strict=True`` or a total over ``fail_over``; else None.
    """

    def __init__(self, message: str, status: int, report: Optional[dict[str, Any]] = None):
        super().__init__(message)
        self.status = status
        self.report = report

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self.status, self.report)
