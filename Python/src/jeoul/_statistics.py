"""Ratios with intervals, from sums: the library's own statistics, which are the command's."""
from __future__ import annotations

import array
import ctypes
import math
from typing import Any, NamedTuple, Optional, Sequence

from . import _library
from ._library import Handle, check, library


class Estimate(NamedTuple):
    """A vocabulary's tokens against the baseline's; None where there is no such figure, and then ``reason`` says why."""

    ratio: Optional[float]
    low: Optional[float]
    high: Optional[float]
    simultaneous_low: Optional[float]
    simultaneous_high: Optional[float]
    p_value: Optional[float]
    adjusted_p_value: Optional[float]
    standard_error: Optional[float]
    degrees_of_freedom: Optional[float]
    effective_units: Optional[float]
    unit_count: int
    #: Whether the ratio differs from 1 at the level, after the correction for all vocabularies; None without a p-value.
    differs: Optional[bool]
    reason: Optional[str]


def compare(columns: Sequence[Sequence[int]], level: float = 0.95) -> list[Estimate]:
    """Compares vocabularies with a baseline over independent units, an estimate for each.

    ``columns`` are the units' sums, column by column: the characters, the baseline's tokens, each vocabulary's tokens.
    """
    sums = array.array("q")
    for column in columns:
        sums.extend(column)
    units, subjects = len(columns[0]), len(columns) - 2
    handle, error = Handle(), Handle()
    check(
        library.jeoul_compare(
            sums.buffer_info()[0], units, subjects, level, ctypes.byref(handle), ctypes.byref(error)), error)
    try:
        return [_estimate(handle, subject) for subject in range(subjects)]
    finally:
        library.jeoul_comparison_free(handle)


def _estimate(handle: Handle, subject: int) -> Estimate:
    found, error = _library.Estimate(), Handle()
    check(library.jeoul_comparison_estimate(handle, subject, ctypes.byref(found), ctypes.byref(error)), error)
    figures: list[Any] = [getattr(found, name) for name in _library.FIGURES]
    reason = library.jeoul_comparison_reason(handle, subject)
    differs = {0: False, 1: True}.get(library.jeoul_comparison_differs(handle, subject))
    return Estimate._make([
        *(None if math.isnan(figure) else figure for figure in figures), found.units, differs,
        reason.decode() if reason else None])
