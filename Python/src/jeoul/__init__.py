"""Jeoul weighs tokenizers on Korean text: exact token counts of many language models' vocabularies.

>>> import jeoul
>>> jeoul.load("gpt-4o").count("안녕하세요")
2
"""
from ._version import __version__
from .errors import CommandError, InvalidTextError, JeoulError, UnknownTokenError, VocabularyError
from .reports import compare, measure, verify
from .tokenizer import Chunk, Token, Tokenizer, count_characters, load

__all__ = [
    "Chunk", "CommandError", "InvalidTextError", "JeoulError", "Token", "Tokenizer", "UnknownTokenError", "VocabularyError",
    "__version__", "compare", "count_characters", "load", "measure", "verify",
]
