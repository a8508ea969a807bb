import pathlib

import pytest
from conftest import module

import jeoul

USE = '''
from typing import Any
import jeoul
tokenizer = jeoul.load("gpt-4o", folders=["models"])
number: int = tokenizer.count("가") + tokenizer.count(b"x", errors="replace") + tokenizer.n_vocab
ids: list[int] = tokenizer.encode("가")
text: str = tokenizer.decode(ids) + tokenizer.truncate("가나", 3, at="word") + tokenizer.name
data: bytes = tokenizer.truncate(b"ab", 3) + tokenizer.decode_bytes(ids) + tokenizer.token_bytes(3)
places: list[tuple[int, int]] = [(token.start, token.end) for token in tokenizer.tokens("가")]
parts: list[str] = [chunk.text for chunk in tokenizer.chunks("가나", 4, overlap=1)]
raw: list[bytes] = [chunk.text for chunk in tokenizer.chunks(b"ab", 4)]
characters: int = jeoul.count_characters("가")
report: dict[str, Any] = jeoul.measure(texts=["a"], vocabularies=["gpt-4o"])
'''
WRONG = ["tokenizer.count(5)", 'tokenizer.truncate("a", "b")', 'x: bytes = tokenizer.truncate("a", 1)', "tokenizer.load()"]


def errors(script, tmp_path):
    api = module("mypy.api")
    path = tmp_path / "use.py"
    path.write_text(script)
    printed, complaint, _ = api.run(["--strict", "--no-incremental", str(path)])
    assert not complaint
    return [line for line in printed.splitlines() if ": error:" in line]


def test_what_users_write_is_typed(tmp_path):
    assert errors(USE, tmp_path) == []
    assert len(errors(USE + "\n".join(WRONG) + "\n", tmp_path)) == len(WRONG)


def test_the_package_itself_is_typed():
    api = module("mypy.api")
    assert (pathlib.Path(jeoul.__file__).parent / "py.typed").exists()
    # PyArrow and PySpark have no types of their own, or are not here.
    printed, complaint, _ = api.run(["--strict", "--no-incremental", "--ignore-missing-imports", "-p", "jeoul"])
    assert not complaint and "Success" in printed, printed
