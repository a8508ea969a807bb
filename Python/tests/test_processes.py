import multiprocessing
import os
import signal
import threading
import time
import unicodedata

import pytest
from conftest import KOREAN

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("work", [lambda tokenizers: list(tokenizers[0].count_batch(TEXTS)), everything,
                                  lambda _: list(jeoul.count_characters(ODD, "grapheme"))], ids=["count", "all", "characters"])
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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_does_not_wait_for_a_large_batch():
    tokenizer = jeoul.load("gpt-4o")
    pa = pytest.importorskip("pyarrow")
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
