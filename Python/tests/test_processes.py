import multiprocessing
import os
import signal
import threading
import time
import unicodedata

import pytest
from conftest import KOREAN, module

import jeoul

TEXTS = KOREAN * 50


def total(name):
    return int(sum(jeoul.load(name).count_batch(TEXTS)))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_pools(method):
    right = total("gpt-4o")
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(total, ["gpt-4o"] * 8) == [right] * 8


def everything(tokenizers):
    """What the library has locks for: caches of sessions, tables made late, ICU's iterators."""
    qwen = tokenizers[-1]
    return [
        *(list(tokenizer.count_batch(TEXTS)) for tokenizer in tokenizers), list(qwen.encode_batch(ODD)[0]),
        list(jeoul.count_characters(ODD)), list(jeoul.count_characters(ODD, "syllable")),
        [qwen.truncate(text, 5, at="word") for text in ODD], [chunk.text for chunk in qwen.chunks(ODD[0], 40)],
        [token.start for token in qwen.tokens(ODD[1])], qwen.decode(qwen.encode(ODD[2]))]


ODD = [
    "👨‍👩‍👧‍👦 가족 e\u0301 " * 4, unicodedata.normalize("NFD", "분해된 한글 문장입니다."), "<|im_end|> <think> 뷁뷁",
    "뷁쀍" * 200, "안녕하세요. 저는 학생입니다!"]


def graphemes(_):
    return [list(jeoul.count_characters(ODD * 40, kind)) for kind in ("grapheme", "syllable")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize(
    "work", [lambda tokenizers: list(tokenizers[0].count_batch(TEXTS)), everything, graphemes], ids=["count", "all", "characters"])
def test_fork_while_threads_work(work):
    """A child works right, whatever the threads of its parent were doing, of which it has none. One that waits for ever for a
    lock that one of them had is ended by its alarm."""
    tokenizers = [jeoul.load("gpt-4o"), jeoul.load("qwen2.5")]
    right = work(tokenizers)
    stop = threading.Event()

    def repeat():
        while not stop.is_set():
            work(tokenizers)

    threads = [threading.Thread(target=repeat) for _ in range(3)]
    for thread in threads:
        thread.start()
    failed = []
    try:
        for number in range(int(os.environ.get("JEOUL_FORKS", 100))):
            child = os.fork()
            if child == 0:
                signal.alarm(30)
                os._exit(0 if work(tokenizers) == right else 1)
            status = os.waitpid(child, 0)[1]
            if status != 0:
                failed.append((number, status))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []


def clusters_of_many(_):
    """Of many documents, each of which takes and gives back one of ICU's iterators, in one call."""
    pa = module("pyarrow")
    return int(sum(jeoul.count_characters(pa.array(["e\u0301가"] * 40_000), "grapheme")))


def with_three_more(work, tokenizers, right):
    """Whether work is right in this thread and in three others at once."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(work(tokenizers) == right)) for _ in range(3)]
    for thread in threads:
        thread.start()
    mine = work(tokenizers) == right
    for thread in threads:
        thread.join()
    return mine and found == [True] * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("work", [everything, clusters_of_many], ids=["all", "clusters"])
def test_threads_of_a_child(work):
    """A child may have threads of its own, the thread that forked among them. With Swift's Mutex, by which that thread still has its
    parent's id, each child of the second case aborted: its threads ask for one lock all the time."""
    tokenizers = [jeoul.load(name) for name in ("gpt-4o", "qwen2.5", "a.x-4.0")]
    right = work(tokenizers)
    assert with_three_more(work, tokenizers, right)
    failed = {}
    for number in range(int(os.environ.get("JEOUL_FORKS", 100)) // 20):
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            os._exit(0 if all(with_three_more(work, tokenizers, right) for _ in range(4)) else 1)
        status = os.waitpid(child, 0)[1]
        if status != 0:
            failed[number] = status
    assert failed == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_does_not_wait_for_a_large_batch():
    tokenizer = jeoul.load("gpt-4o")
    pa = module("pyarrow")
    texts = pa.array(TEXTS * 6000)
    tokenizer.count_batch(texts)
    start = time.perf_counter()
    tokenizer.count_batch(texts)
    whole = time.perf_counter() - start
    thread = threading.Thread(target=tokenizer.count_batch, args=(texts,))
    thread.start()
    time.sleep(whole / 10)
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(0)
    took, was_counting = time.perf_counter() - start, thread.is_alive()
    os.waitpid(child, 0)
    thread.join()
    assert was_counting and took < whole / 2
