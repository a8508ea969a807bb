import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pytest

pyspark = pytest.importorskip("pyspark")
HOME = pathlib.Path(pyspark.__file__).parent


class Standalone:
    """Spark's own standalone cluster on this machine: a master and two workers of one core, each a process, each with executors
    that are processes too."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{port}"
        self._start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        self._wait("master", "I have been elected leader")
        # Of an address each, since Spark runs a task a second time only on another host.
        for name, host in (("worker-1", "127.0.0.1"), ("worker-2", "127.0.0.2")):
            self._start(
                name, "org.apache.spark.deploy.worker.Worker", "--host", host, "--cores", "1", "--memory", "1g",
                "--webui-port", "0", "--work-dir", str(folder / name), self.url)
            self._wait(name, "Successfully registered with master")

    def _start(self, name, *arguments):
        host = arguments[arguments.index("--host") + 1]
        # In a session of its own, so that it can be ended with its executors. SPARK_HOME by the package, whatever is set.
        environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": host, "SPARK_DAEMON_MEMORY": "256m"}
        self.processes[name] = subprocess.Popen(
            [str(HOME / "bin" / "spark-class"), *arguments], stdout=open(self.folder / f"{name}.log", "wb"),
            stderr=subprocess.STDOUT, env=environment, start_new_session=True)

    def _wait(self, name, line, seconds=60):
        log = self.folder / f"{name}.log"
        end = time.monotonic() + seconds
        while line not in log.read_text(errors="replace"):
            if time.monotonic() > end or self.processes[name].poll() is not None:
                pytest.fail(f"{name} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)

    def kill(self, name):
        """Ends a process and its executors at once, as a machine that goes down."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for name in list(self.processes):
            self.kill(name)


@pytest.fixture
def standalone(tmp_path):
    cluster = Standalone(tmp_path)
    yield cluster
    cluster.close()


def submit(script, *arguments, master, options=(), folder=None):
    """What a script prints that `spark-submit` runs."""
    environment = {
        **os.environ, "SPARK_HOME": str(HOME), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [str(HOME / "bin" / "spark-submit"), "--master", master, "--conf", "spark.ui.enabled=false", "--conf",
         "spark.log.level=ERROR", "--conf", "spark.executor.memory=700m", *options, str(script), *map(str, arguments)],
        capture_output=True, env=environment, cwd=folder, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-4000:]
    return done.stdout.decode()
