import multiprocessing
import os
import threading

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_while_threads_count():
    """A child counts right, whatever the threads of its parent were doing, of which it has none."""
    tokenizer = jeoul.load("gpt-4o")
    right = list(tokenizer.count_batch(TEXTS))
    stop = threading.Event()

    def count():
        while not stop.is_set():
            tokenizer.count_batch(TEXTS)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    failed = []
    try:
        for number in range(int(os.environ.get("JEOUL_FORKS", 300))):
            child = os.fork()
            if child == 0:
                os._exit(0 if list(tokenizer.count_batch(TEXTS)) == right else 1)
            status = os.waitpid(child, 0)[1]
            if status != 0:
                failed.append((number, status))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
