"""Vocabularies in use: text to token counts and ids, and back."""
from __future__ import annotations

import array
import ctypes
import operator
import os
import threading
from dataclasses import dataclass
from typing import Any, Generic, Iterable, Optional, Sequence, TypeVar, Union, overload

from . import _library
from . import errors as _errors
from ._documents import Batch, Places, batches, listed, one, utf8
from ._files import FILES
from ._library import Handle, check, library

Text = Union[str, bytes]
#: What a text is, and so its parts are.
TextKind = TypeVar("TextKind", str, bytes)


@dataclass(frozen=True)
class Token:
    """A token where it stands in a text.

    ``start`` and ``end`` are characters of the text as given, also where the vocabulary's normalizer changes it: a character
    that lies in several tokens belongs to each, and so do all characters of a cluster that the normalizer changed.
    """

    id: int
    bytes: bytes
    start: int
    end: int


@dataclass(frozen=True)
class Chunk(Generic[TextKind]):
    """A piece of a text: its characters ``start`` to ``end``, and the tokens that it takes by itself."""

    text: TextKind
    start: int
    end: int
    tokens: int


class Tokenizer:
    """A vocabulary, ready to count and encode; safe to use from many threads, and picklable by its name.

    As many caches of the pre-tokens that texts have as there were ever threads that counted at once live as long as this: each
    grows with the texts, to 256 MiB at the most.

    >>> import jeoul
    >>> gpt4o = jeoul.load("gpt-4o")
    >>> gpt4o.count("안녕하세요")
    2
    >>> gpt4o.encode("안녕하세요")
    [14307, 171731]
    >>> gpt4o.decode([14307, 171731])
    '안녕하세요'
    """

    def __init__(self, name: str, folders: Sequence[str], compiled_folder: Optional[str]):
        self._arguments = (name, tuple(folders), compiled_folder)
        paths = (ctypes.c_char_p * len(folders))(*(os.fsencode(folder) for folder in folders))
        places = _library.Places(
            os.fsencode(os.environ.get("JEOUL_DATA") or FILES / "share" / "jeoul") + b"/Vocab", paths, len(folders),
            None if compiled_folder is None else os.fsencode(compiled_folder), *map(os.fsencode, _caches()))
        handle, error = Handle(), Handle()
        check(
            library.jeoul_vocabulary_load(
                ctypes.byref(places), os.fsencode(name), ctypes.byref(handle), ctypes.byref(error)), error)
        self._handle = handle
        self._sessions = _Sessions(handle)

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle:
            # Before the vocabulary that they are of.
            del self._sessions
            library.jeoul_vocabulary_free(handle)

    def __reduce__(self) -> Any:
        return (_loaded_once, self._arguments)

    def __repr__(self) -> str:
        return f"<jeoul.Tokenizer {self.name!r}>"

    @property
    def name(self) -> str:
        """The vocabulary's canonical name."""
        return str(library.jeoul_vocabulary_id(self._handle).decode())

    @property
    def requested(self) -> str:
        """The name that it was loaded by."""
        return self._arguments[0]

    @property
    def n_vocab(self) -> int:
        """One more than the greatest token id."""
        return int(library.jeoul_vocabulary_end_id(self._handle))

    @property
    def is_pinned(self) -> bool:
        """Whether every file of the vocabulary has the hash that is known of it."""
        return bool(library.jeoul_vocabulary_is_pinned(self._handle))

    def count(self, text: Text, *, errors: str = "strict") -> int:
        """The number of tokens of a text.

        No token is added at the beginning or the end; the text of a special token is ordinary text. ``errors`` is what is
        done with bytes that are not UTF-8: "strict" raises InvalidTextError, "replace" reads each as U+FFFD.
        """
        counts = array.array("q", [0])
        self._count(one(text), counts.buffer_info()[0], errors)
        return counts[0]

    def count_batch(self, texts: Any, *, errors: str = "strict", dtype: Any = "int64") -> Any:
        """The number of tokens of each text: a NumPy array of int64 (or int32, by ``dtype``), or an ``array.array`` where there
        is no NumPy.

        ``texts`` is a list of str or bytes, a NumPy array, an Arrow array or chunked array (which is not copied), or a
        pandas or polars series. A missing text counts 0.

        >>> import jeoul
        >>> list(map(int, jeoul.load("gpt-4o").count_batch(["안녕하세요", "", "저울"])))
        [2, 0, 2]
        """
        bits = {"int32": 32, "int64": 64}.get(getattr(dtype, "__name__", str(dtype)))
        if bits is None:
            raise ValueError(f"dtype is int32 or int64, not {dtype}")
        parts = batches(texts)
        counts, address = _integers(len(parts), bits)
        done = 0
        for part in parts:
            if len(part):
                self._count(part, address + bits // 8 * done, errors, bits, done)
            done += len(part)
        return counts

    def _count(self, batch: Batch, address: int, errors: str, bits: int = 64, before: int = 0) -> None:
        with self._sessions.session() as session:
            error = Handle()
            check(
                library.jeoul_count(
                    session, ctypes.byref(batch.described), _policy(errors), address, bits, ctypes.byref(error)), error, before)

    def encode(self, text: Text, *, errors: str = "strict") -> list[int]:
        """The token ids of a text."""
        return list(self._encode(one(text), errors)[0])

    def encode_batch(self, texts: Any, *, errors: str = "strict") -> tuple[Any, Any]:
        """The ids of all texts one after another, and where each text's begin: text i has ``ids[offsets[i]:offsets[i + 1]]``.

        NumPy arrays of uint32 and int64, or ``array.array`` where there is no NumPy.

        >>> import jeoul
        >>> ids, offsets = jeoul.load("gpt-4o").encode_batch(["안녕하세요", "저울"])
        >>> list(map(int, ids)), list(map(int, offsets))
        ([14307, 171731, 22316, 27294], [0, 2, 4])
        """
        ids, offsets = array.array("I"), array.array("q", [0])
        for part in batches(texts):
            if not len(part):
                continue
            more, places = self._encode(part, errors, len(offsets) - 1)
            before = offsets[-1]
            ids.extend(more)
            offsets.extend(before + place for place in places[1:])
        return _numpy(ids, "uint32"), _numpy(offsets, "int64")

    def _encode(self, batch: Batch, errors: str, done: int = 0) -> "tuple[array.array[int], array.array[int]]":
        with self._sessions.session() as session:
            encoding, error = Handle(), Handle()
            check(
                library.jeoul_encode(
                    session, ctypes.byref(batch.described), _policy(errors), ctypes.byref(encoding),
                    ctypes.byref(error)), error, done)
        try:
            ids, offsets = array.array("I"), array.array("q")
            count = library.jeoul_encoding_id_count(encoding)
            ids.frombytes(_library.memory(library.jeoul_encoding_ids(encoding), 4 * count))
            offsets.frombytes(_library.memory(library.jeoul_encoding_offsets(encoding), 8 * (len(batch) + 1)))
            return ids, offsets
        finally:
            library.jeoul_encoding_free(encoding)

    def decode_bytes(self, ids: Iterable[int]) -> bytes:
        """The bytes that ids stand for: for a whole text's ids, the text after the vocabulary's normalizer."""
        ids = list(ids)
        try:
            ids = array.array("I", ids)
        except OverflowError:
            index = next(index for index, id in enumerate(ids) if not 0 <= id < 1 << 32)
            raise _errors.UnknownTokenError(
                f"the id {ids[index]}, number {index} of the ids, is not in the vocabulary", index) from None
        pointer, count, error = Handle(), ctypes.c_size_t(), Handle()
        check(
            library.jeoul_vocabulary_decode(
                self._handle, ids.buffer_info()[0], len(ids), ctypes.byref(pointer), ctypes.byref(count),
                ctypes.byref(error)), error)
        return _library.given_bytes(pointer, count)

    def decode(self, ids: Iterable[int], *, errors: str = "replace") -> str:
        """The text that ids stand for; ``errors`` is of ``bytes.decode``, for ids that end inside a character."""
        return self.decode_bytes(ids).decode("utf-8", errors)

    def token_bytes(self, id: int) -> bytes:
        """The bytes of a token."""
        if not 0 <= id < 1 << 32:
            raise _errors.UnknownTokenError(f"the id {id} is not in the vocabulary", 0)
        pointer, count, error = Handle(), ctypes.c_size_t(), Handle()
        check(
            library.jeoul_vocabulary_token(
                self._handle, id, ctypes.byref(pointer), ctypes.byref(count), None, ctypes.byref(error)), error)
        return _library.given_bytes(pointer, count)

    def tokens(self, text: Text) -> list[Token]:
        """The tokens of a text, with the characters that each covers.

        >>> import jeoul
        >>> [(token.id, token.start, token.end) for token in jeoul.load("gpt-4o").tokens("안녕하세요")]
        [(14307, 0, 1), (171731, 1, 5)]
        """
        data = utf8(text)
        found, count, error = ctypes.POINTER(_library.Token)(), ctypes.c_size_t(), Handle()
        with self._sessions.session() as session:
            check(
                library.jeoul_tokens(
                    session, data, len(data), ctypes.byref(found), ctypes.byref(count), ctypes.byref(error)), error)
        try:
            places = Places(text, data)
            known: dict[int, bytes] = {}
            tokens = []
            for token in found[:count.value]:
                if token.id not in known:
                    known[token.id] = self.token_bytes(token.id)
                tokens.append(Token(token.id, known[token.id], *places.around(token.start, token.end)))
            return tokens
        finally:
            library.jeoul_tokens_free(found)

    def truncate(self, text: TextKind, max_tokens: int, *, at: str = "character") -> TextKind:
        """The longest beginning of a text that takes at most so many tokens, never cut inside a character: what
        ``jeoul truncate`` prints.

        ``at`` is where to cut: "character", which is an extended grapheme cluster, "word" or "sentence".

        >>> import jeoul
        >>> jeoul.load("gpt-4o").truncate("안녕하세요, 저는 학생입니다.", 5)
        '안녕하세요, 저는 학생'
        """
        data = utf8(text)
        piece, error = _library.Piece(), Handle()
        with self._sessions.session() as session:
            check(
                library.jeoul_truncate(
                    session, data, len(data), _limit(max_tokens), _boundary(at), ctypes.byref(piece), ctypes.byref(error)), error)
        return _part(text, data, 0, piece.end)

    def chunks(
        self, text: TextKind, max_tokens: int, *, overlap: int = 0, at: str = "character",
    ) -> list[Chunk[TextKind]]:
        """A text in pieces of at most so many tokens each, never cut inside a character: those of ``jeoul chunk``.

        Each begins with at most ``overlap`` tokens of the one before. Tokens are those that a piece takes by itself. Raises
        ValueError where one character takes more than ``max_tokens``.

        >>> import jeoul
        >>> [(chunk.text, chunk.tokens) for chunk in jeoul.load("gpt-4o").chunks("안녕하세요, 저는 학생입니다.", 5)]
        [('안녕하세요, 저는 학생', 5), ('입니다.', 2)]
        """
        data = utf8(text)
        found, count, error = ctypes.POINTER(_library.Piece)(), ctypes.c_size_t(), Handle()
        with self._sessions.session() as session:
            check(
                library.jeoul_chunks(
                    session, data, len(data), _limit(max_tokens), _limit(overlap), _boundary(at), ctypes.byref(found),
                    ctypes.byref(count), ctypes.byref(error)), error)
        try:
            places = Places(text, data)
            return [
                Chunk(_part(text, data, piece.start, piece.end), *places.around(piece.start, piece.end), piece.tokens)
                for piece in found[:count.value]
            ]
        finally:
            library.jeoul_pieces_free(found)


class _Sessions:
    """A session a thread, given back when it is not in use; a forked process makes its own."""

    def __init__(self, vocabulary: Handle):
        self._vocabulary = vocabulary
        self._free: list[tuple[int, Handle]] = []

    class _Held:
        def __init__(self, sessions: "_Sessions", session: Handle):
            self._sessions, self._session = sessions, session

        def __enter__(self) -> Handle:
            return self._session

        def __exit__(self, *_: Any) -> None:
            self._sessions._free.append((os.getpid(), self._session))

    def session(self) -> "_Held":
        """One that no other thread has. Lists take and give under the GIL, so no lock is needed, which a fork could break."""
        while True:
            try:
                process, session = self._free.pop()
            except IndexError:
                break
            if process == os.getpid():
                return self._Held(self, session)
        session, error = Handle(), Handle()
        check(library.jeoul_session_new(self._vocabulary, 0, ctypes.byref(session), ctypes.byref(error)), error)
        return self._Held(self, session)

    def __del__(self) -> None:
        for process, session in self._free:
            if process == os.getpid():
                library.jeoul_session_free(session)


_loaded: dict[Any, Tokenizer] = {}
_loading = threading.Lock()
os.register_at_fork(after_in_child=lambda: globals().__setitem__("_loading", threading.Lock()))


def load(
    name: "Union[str, os.PathLike[str]]", *, folders: "Union[str, os.PathLike[str], Sequence[Union[str, os.PathLike[str]]]]" = (),
    compiled_folder: "Union[str, os.PathLike[str], None]" = None,
) -> Tokenizer:
    """The tokenizer of a vocabulary, by its id, a model's name, or a path to its files.

    ``folders`` (or one folder) hold a folder ``<id>`` a vocabulary; those in ``JEOUL_VOCABULARY_PATH`` are looked through after
    them, and last what ``jeoul vocabulary pull`` and the Hub's own programs have fetched. ``compiled_folder`` keeps vocabularies in a form that loads in milliseconds; without one nothing is written. What is
    asked for by the same name and folders is loaded once a process; another name of it, as "o200k_base" of "gpt-4o", is loaded
    again.
    """
    wanted = os.fspath(name)
    if not isinstance(name, str) and os.sep not in wanted:
        wanted = os.path.join(os.curdir, wanted)  # A path, which a name without a slash is not.
    try:
        encoded = os.fsencode(wanted)
    except UnicodeEncodeError:
        encoded = b""
    if not encoded or 0 in encoded:
        raise _errors.VocabularyError(f"{wanted!r} is no name of a vocabulary, and no path")
    if any("\0" in os.fspath(folder) for folder in [*listed(folders), compiled_folder or ""]):
        raise ValueError("there is a NUL in the name of a folder")
    more = [folder for folder in os.environ.get("JEOUL_VOCABULARY_PATH", "").split(os.pathsep) if folder]
    places = tuple(os.fspath(folder) for folder in listed(folders)) + tuple(more)
    return _loaded_once(wanted, places, None if compiled_folder is None else os.fspath(compiled_folder))


def _caches() -> tuple[str, str]:
    """Where vocabularies lie that the command has pulled, and those that the Hub's own programs have, as both look for them."""
    place = os.environ
    cache = place.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    hub = place.get("HF_HUB_CACHE") or os.path.join(place.get("HF_HOME") or os.path.join(cache, "huggingface"), "hub")
    return os.path.join(cache, "jeoul", "vocab"), os.path.expanduser(hub)


def _loaded_once(name: str, folders: Sequence[str], compiled_folder: Optional[str]) -> Tokenizer:
    key = (name, tuple(folders), compiled_folder)
    with _loading:
        if key not in _loaded:
            _loaded[key] = Tokenizer(name, folders, compiled_folder)
        return _loaded[key]


@overload
def count_characters(texts: Text, kind: str = "hangul", *, errors: str = "strict") -> int: ...


@overload
def count_characters(texts: Any, kind: str = "hangul", *, errors: str = "strict") -> Any: ...


def count_characters(texts: Any, kind: str = "hangul", *, errors: str = "strict") -> Any:
    """The characters of each text: Korean ones by default.

    ``kind`` is hangul, syllable, grapheme, grapheme-nonspace, scalar, byte or eojeol.

    >>> import jeoul
    >>> jeoul.count_characters("저울 ㅋ, 2층"), jeoul.count_characters("저울 ㅋ, 2층", "eojeol")
    (4, 3)
    """
    parts = batches([texts] if isinstance(texts, (str, bytes)) else texts)
    if kind not in _library.CHARACTER_KINDS:
        raise ValueError(f"{kind!r} is no kind of characters; there are {', '.join(_library.CHARACTER_KINDS)}")
    counts, address = _integers(len(parts))
    done = 0
    for part in parts:
        if len(part):
            error = Handle()
            check(
                library.jeoul_count_characters(
                    ctypes.byref(part.described), _library.CHARACTER_KINDS[kind], _policy(errors), address + 8 * done,
                    ctypes.byref(error)), error, done)
        done += len(part)
    return int(counts[0]) if isinstance(texts, (str, bytes)) else counts


def _part(text: TextKind, data: bytes, start: int, end: int) -> TextKind:
    """A part of a text's bytes as what the text was: characters, or bytes."""
    return data[start:end].decode() if isinstance(text, str) else data[start:end]


def _limit(tokens: int) -> int:
    """A number of tokens as the library has room for, which no text reaches."""
    number = operator.index(tokens)
    return max(-1, min(number, (1 << 63) - 1))


def _boundary(at: str) -> int:
    try:
        return _library.BOUNDARIES[at]
    except KeyError:
        raise ValueError(f"at is one of {', '.join(_library.BOUNDARIES)}, not {at!r}") from None


def _policy(errors: str) -> int:
    try:
        return _library.UTF8_POLICIES[errors]
    except KeyError:
        raise ValueError(f"errors is 'strict' or 'replace', not {errors!r}") from None


def _integers(count: int, bits: int = 64) -> tuple[Any, int]:
    """Room for integers, and its address."""
    try:
        import numpy

        counts = numpy.zeros(count, f"int{bits}")
        return counts, counts.ctypes.data
    except ImportError:
        plain = array.array("q" if bits == 64 else "i", bytes(bits // 8 * count))
        return plain, plain.buffer_info()[0]


def _numpy(values: "array.array[int]", kind: str) -> Any:
    try:
        import numpy

        return numpy.frombuffer(values, kind) if len(values) else numpy.zeros(0, kind)
    except ImportError:
        return values
