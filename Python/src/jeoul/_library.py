"""The C interface (``jeoul.h``) by ctypes, which releases the GIL while a call runs."""
from __future__ import annotations

import ctypes
import re
from typing import Any, Optional

from . import errors
from ._files import FILES

ABI_VERSION = 5
UTF8_POLICIES = {"strict": 0, "replace": 1}
CHARACTER_KINDS = {
    "hangul": 0, "syllable": 1, "grapheme": 2, "grapheme-nonspace": 3, "scalar": 4, "byte": 5, "eojeol": 6,
}

BOUNDARIES = {"character": 0, "word": 1, "sentence": 2}

Handle = ctypes.c_void_p


class Places(ctypes.Structure):
    _fields_ = [
        ("data_folder", ctypes.c_char_p),
        ("search_folders", ctypes.POINTER(ctypes.c_char_p)),
        ("search_folder_count", ctypes.c_size_t),
        ("compiled_folder", ctypes.c_char_p),
        ("pulled_folder", ctypes.c_char_p),
        ("hub_folder", ctypes.c_char_p),
    ]


class Documents(ctypes.Structure):
    _fields_ = [
        ("bytes", ctypes.c_void_p),
        ("byte_count", ctypes.c_uint64),
        ("offsets", ctypes.c_void_p),
        ("offset_bits", ctypes.c_int32),
        ("validity", ctypes.c_void_p),
        ("first", ctypes.c_int64),
        ("count", ctypes.c_int64),
    ]


class Token(ctypes.Structure):
    _fields_ = [("start", ctypes.c_int64), ("end", ctypes.c_int64), ("id", ctypes.c_uint32)]


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_int64), ("end", ctypes.c_int64), ("tokens", ctypes.c_int64)]


#: The figures of an estimate.
FIGURES = (
    "value", "low", "high", "simultaneous_low", "simultaneous_high", "p_value", "adjusted_p_value", "standard_error",
    "degrees_of_freedom", "effective_units")


class Estimate(ctypes.Structure):
    _fields_ = [*((name, ctypes.c_double) for name in FIGURES), ("units", ctypes.c_int64)]


def _open() -> ctypes.CDLL:
    path = str(FILES / "libjeoul.so")
    library = ctypes.CDLL(path)
    out, error = ctypes.POINTER(Handle), ctypes.POINTER(Handle)
    documents, size = ctypes.POINTER(Documents), ctypes.POINTER(ctypes.c_size_t)
    signatures = {
        "abi_version": (ctypes.c_int32, []),
        "version": (ctypes.c_char_p, []),
        "error_code": (ctypes.c_int32, [Handle]),
        "error_message": (ctypes.c_char_p, [Handle]),
        "error_document": (ctypes.c_int64, [Handle]),
        "error_offset": (ctypes.c_int64, [Handle]),
        "error_free": (None, [Handle]),
        # Of jeoul_python.h, which is this package's own.
        "text_from_utf16": (
            ctypes.c_size_t, [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]),
        "vocabulary_load": (ctypes.c_int32, [ctypes.POINTER(Places), ctypes.c_char_p, out, error]),
        "vocabulary_free": (None, [Handle]),
        "vocabulary_id": (ctypes.c_char_p, [Handle]),
        "vocabulary_end_id": (ctypes.c_int64, [Handle]),
        "vocabulary_is_pinned": (ctypes.c_int32, [Handle]),
        "vocabulary_token": (
            ctypes.c_int32,
            [Handle, ctypes.c_uint32, out, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_int32), error]),
        "vocabulary_decode": (
            ctypes.c_int32,
            [Handle, ctypes.c_void_p, ctypes.c_size_t, out, ctypes.POINTER(ctypes.c_size_t), error]),
        "bytes_free": (None, [Handle]),
        "session_new": (ctypes.c_int32, [Handle, ctypes.c_uint64, out, error]),
        "session_free": (None, [Handle]),
        "count": (ctypes.c_int32, [Handle, documents, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int32, error]),
        "encode": (ctypes.c_int32, [Handle, documents, ctypes.c_int32, out, error]),
        "encoding_ids": (ctypes.c_void_p, [Handle]),
        "encoding_id_count": (ctypes.c_uint64, [Handle]),
        "encoding_offsets": (ctypes.c_void_p, [Handle]),
        "encoding_free": (None, [Handle]),
        "count_characters": (
            ctypes.c_int32, [documents, ctypes.c_int32, ctypes.c_int32, ctypes.c_void_p, error]),
        "tokens": (
            ctypes.c_int32,
            [Handle, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.POINTER(Token)), size, error]),
        "tokens_free": (None, [ctypes.POINTER(Token)]),
        "truncate": (
            ctypes.c_int32,
            [Handle, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int64, ctypes.c_int32, ctypes.POINTER(Piece), error]),
        "chunks": (
            ctypes.c_int32,
            [Handle, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int64, ctypes.c_int64, ctypes.c_int32,
             ctypes.POINTER(ctypes.POINTER(Piece)), size, error]),
        "pieces_free": (None, [ctypes.POINTER(Piece)]),
        "compare": (ctypes.c_int32, [ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_double, out, error]),
        "comparison_estimate": (ctypes.c_int32, [Handle, ctypes.c_int64, ctypes.POINTER(Estimate), error]),
        "comparison_differs": (ctypes.c_int32, [Handle, ctypes.c_int64]),
        "comparison_reason": (ctypes.c_char_p, [Handle, ctypes.c_int64]),
        "comparison_free": (None, [Handle]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, "jeoul_" + name)
        function.restype, function.argtypes = result, arguments
    found = library.jeoul_abi_version()
    if found < ABI_VERSION:
        raise ImportError(f"{path} has version {found} of the interface, where {ABI_VERSION} is needed")
    return library


library = _open()


def check(status: int, error: Handle, before: int = 0) -> None:
    """Raises what a call reports. ``before`` documents are before those that the call was given."""
    if status == 0:
        return
    message = library.jeoul_error_message(error).decode("utf-8", "replace")
    document, offset = library.jeoul_error_document(error), library.jeoul_error_offset(error)
    library.jeoul_error_free(error)
    if document >= 0:
        # The library counts from the first that it was given, in its message too.
        message = re.sub(rf"\bdocument {document}\b", f"document {document + before}", message, count=1)
        document += before
    if status == 1:
        raise ValueError(message)
    if status == 2:
        raise errors.VocabularyError(message)
    if status == 3:
        raise errors.InvalidTextError(message, document, offset)
    if status == 5:
        raise errors.UnknownTokenError(message, offset)
    raise errors.JeoulError(message)


def memory(address: Optional[int], size: int) -> Any:
    """``size`` bytes that lie there, as they are: ``ctypes.string_at`` takes no more than 2 GiB."""
    return (ctypes.c_char * size).from_address(address) if size and address else b""


def given_bytes(pointer: Handle, count: ctypes.c_size_t) -> bytes:
    """Bytes that a call gave, which are freed."""
    try:
        return bytes(memory(pointer.value, count.value))
    finally:
        library.jeoul_bytes_free(pointer)
