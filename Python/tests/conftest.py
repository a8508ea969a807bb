import importlib
import os
import pathlib

import pytest


def shared(*parts: str) -> pathlib.Path:
    """A file of the folder of real data, or a skip that says so; a failure under JEOUL_REQUIRE_SHARED=1."""
    path = pathlib.Path(os.environ.get("JEOUL_SHARED", "../shared")).joinpath(*parts)
    if not path.exists():
        if os.environ.get("JEOUL_REQUIRE_SHARED") == "1":
            pytest.fail(f"{path} is missing, and JEOUL_REQUIRE_SHARED=1")
        pytest.skip(f"{path} is not here")
    return path


def module(name: str):
    """A module of another project to compare with or to read, or a skip that says so; a failure under JEOUL_REQUIRE_PYTHON=1."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if os.environ.get("JEOUL_REQUIRE_PYTHON") == "1":
            pytest.fail(f"{name} cannot be imported, and JEOUL_REQUIRE_PYTHON=1: {error}")
        pytest.skip(f"{name} is not here", allow_module_level=True)


KOREAN = [
    "안녕하세요, 저는 학생입니다.", "", "오늘 서울은 맑고 바람이 붑니다. ㅋㅋㅋ…", "한글과 English 123,456원\n\n  둘째 줄 ",
    "\u1112\u1161\u11ab\u1100\u1173\u11af", "<|endoftext|> 뷁! 漢字 \U0001f600\x00끝", "it's   IT'\u017f café",
]
