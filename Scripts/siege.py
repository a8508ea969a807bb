#!/usr/bin/env python3
"""A siege of the command: everything from outside that was ever found to trap it, hang it or fool it, with other seeds each time.

usage: Scripts/siege.py [--seconds N] [--seed N] [--jeoul PATH] [PART…]        parts: all by default

    differential  random and real text, every vocabulary that is here, every kernel, against the slow oracle
    formats       files of every format, encoding and compression, mutated and cut short
    vocabularies  files of vocabularies, mutated
    disk          a full disk (a small tmpfs: as root; else skipped)
    kill          kill -9 at random moments, and the same command again (--checkpoint, --output, caches)
    writer        files that are written, cut short, replaced and extended while they are read
    places        hostile folders, names, lists and patterns
    patterns      pre-tokenizer patterns and normalizers that are made to take for ever
    limits        little memory and few threads
    server        faults of servers, by the tests that have them

Prints what was done in figures. What fails is left, with the command that shows it, in .build-siege/found; exit status 1 then.
"""
import argparse, bz2, gzip, hashlib, json, lzma, os, random, re, resource, shutil, signal, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOUND = os.path.join(ROOT, ".build-siege", "found")
SHARED = os.path.join(ROOT, "..", "shared", "vocab")
TIMEOUT = 30


class Siege:
    def __init__(self, jeoul, seed, seconds):
        self.jeoul, self.seed, self.seconds = jeoul, seed, seconds
        self.random = random.Random(seed)
        self.folder = tempfile.mkdtemp(prefix="jeoul-siege-")
        self.faults = 0
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("JEOUL_", "HF_"))},
            "HOME": self.folder, "XDG_CACHE_HOME": os.path.join(self.folder, "cache"), "NO_COLOR": "1",
        }
        if os.path.isdir(SHARED):
            self.env["JEOUL_VOCABULARY_PATH"] = SHARED

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def run(self, *arguments, stdin=b"", timeout=TIMEOUT, before=None, env=None):
        """The command's status, output and errors; a status of None where it did not end."""
        process = subprocess.Popen([self.jeoul, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**self.env, **(env or {})}, preexec_fn=before)
        return self.ended(process, stdin, timeout)

    @staticmethod
    def ended(process, stdin=None, timeout=TIMEOUT):
        """What a process left at its end. It may take so long of a processor's time; of the clock's ten times that, for the machine may
        have other work."""
        for _ in range(10):
            try:
                output, errors = process.communicate(stdin, timeout)
                return process.returncode, output, errors
            except subprocess.TimeoutExpired:
                stdin = None  # It has it already.
                try:
                    with open(f"/proc/{process.pid}/stat") as stat:
                        used = sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")
                except OSError:
                    continue
                if used > timeout:
                    break
        process.kill()
        process.communicate()
        return None, b"", b"it did not end"

    def fault(self, what, arguments, files=()):
        """Keeps what is needed to see a fault again."""
        self.faults += 1
        place = os.path.join(FOUND, f"{self.seed}-{self.faults}")
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        for file in files:
            try:
                shutil.copy(file, place)
            except OSError:
                pass
        with open(os.path.join(place, "how.txt"), "w") as how:
            how.write(f"{what}\n{' '.join(map(repr, arguments))}\nseed {self.seed}\n")
        print(f"siege: FAULT: {what}: {' '.join(map(str, arguments))[:300]} (kept in {os.path.relpath(place, ROOT)})")

    def check(self, result, arguments, files=(), statuses=(0, 2, 5)):
        """Whether a run ended as every run must: by itself, with a status that is known, in words that steer no terminal."""
        status, _, errors = result
        if status not in statuses:
            self.fault(f"status {status}: {errors[-300:].decode(errors='replace')}", arguments, files)
        elif re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]", errors):
            self.fault("control characters on standard error", arguments, files)
        elif status == 2 and not errors.strip():
            self.fault("an error without a word", arguments, files)
        elif status != 2 and b"Fatal error" in errors:
            self.fault("a trap", arguments, files)
        else:
            return True
        return False

    def measure(self, *more, **how):
        arguments = ["measure", *more, "--vocabulary", "o200k_base", "--format", "json"]
        return arguments, self.run(*arguments, **how)

    @staticmethod
    def figures(output):
        report = json.loads(output)
        return (report["vocabularies"][0]["tokens"], report["corpus"]["documents"], report["corpus"]["text_sha256"])

    @staticmethod
    def tests(names):
        """The command that runs some of the project's tests; None where they are not built."""
        command = ["swift", "test", "--skip-build", "--filter", names]
        tests = os.path.join(ROOT, ".build-tests")
        if os.path.isdir(tests):
            return [*command, "--scratch-path", tests, "-c", "release", "-Xswiftc", "-enable-testing"]
        return command if os.path.isdir(os.path.join(ROOT, ".build", "debug")) else None

    # Parts. Each is given how many seconds it may take, and returns what it did.

    def differential(self, seconds):
        env = {**os.environ, "JEOUL_SIEGE_SECONDS": str(seconds), "JEOUL_SIEGE_SEED": str(self.seed), "JEOUL_SIEGE_FOUND": FOUND}
        command = self.tests("DifferentialSiege")
        if command is None:
            return "SKIPPED: the tests are not built (make test)"
        os.makedirs(FOUND, exist_ok=True)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        said = [line for line in done.stdout.splitlines() if line.startswith("siege: differential: ")]
        if done.returncode != 0 or not said:
            self.fault(f"differential: {(done.stdout + done.stderr)[-1500:]}", command)
            return "failed"
        return said[0].removeprefix("siege: differential: ")

    def texts(self):
        """A text in every format, encoding and compression: name, bytes, and more arguments."""
        draw = self.random
        words = ["안녕하세요", "저는 학생입니다.", "ㅋㅋㅋ", "hello", "漢字", "\u1112\u1161\u11ab", "…", "👨\u200d👩", "1,234", '"', "\\", "\t"]
        lines = [" ".join(draw.choices(words, k=draw.randint(0, 12))) for _ in range(draw.randint(1, 60))]
        text = "\n".join(lines) + "\n"
        records = "".join(json.dumps({"id": i, "text": line}, ensure_ascii=draw.random() < 0.5) + "\n" for i, line in enumerate(lines))
        table = "id,text\r\n" + "".join('%d,"%s"\r\n' % (i, line.replace('"', '""')) for i, line in enumerate(lines))
        plain = [
            ("a.txt", text.encode(), []), ("a.jsonl", records.encode(), []),
            ("a.json", ("[" + ",".join(records.splitlines()) + "]").encode(), []),
            ("a.csv", table.encode(), []),
            ("a.tsv", ("id\ttext\n" + "".join("%d\t%s\n" % (i, l.replace("\t", " ").replace('"', "")) for i, l in enumerate(lines))).encode(), []),
            ("u16.txt", text.encode("utf-16"), []), ("u32.txt", text.encode("utf-32"), []),
            ("k.txt", text.encode("cp949", "ignore"), ["--encoding", "cp949"]),
            ("auto.txt", text.encode("cp949", "ignore"), ["--encoding", "auto"]),
        ]
        packed = []
        for name, data, more in plain:
            pack, ending = draw.choice([
                (gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz"), (self.zstd, ".zst"),
            ])
            cut = draw.randint(0, len(data))
            packed.append((name + ending, pack(data[:cut]) + pack(data[cut:]), more))
        return plain + packed

    @staticmethod
    def zstd(data):
        if not shutil.which("zstd"):
            return data
        return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True).stdout

    def mutated(self, data):
        draw = self.random
        data = bytearray(data)
        for _ in range(draw.choice([1, 1, 2, 8])):
            if not data:
                break
            at = draw.randrange(len(data))
            how = draw.randrange(7)
            if how == 0:
                data[at] ^= 1 << draw.randrange(8)
            elif how == 1:
                del data[at:]
            elif how == 2:
                del data[at:at + draw.randint(1, 40)]
            elif how == 3:
                data[at:at] = draw.choice([b"\0", b"\xff", b"\xed\xa0\x80", b"\r", b"\n", b'"', b"\\ud800", b"{", b"\xef\xbb\xbf", b"\x1b[2J", "\u202e".encode()])
            elif how == 4:
                other = draw.randrange(len(data))
                data[at:at] = data[other:other + 64]
            elif how == 5:
                data[at] = draw.randrange(256)
            else:
                data[at:at] = bytes(draw.randrange(256) for _ in range(draw.randint(1, 8)))
        return bytes(data)

    def formats(self, seconds):
        end, files, wrong = time.time() + seconds, 0, self.faults
        unpack = {".gz": gzip.decompress, ".bz2": bz2.decompress, ".xz": lzma.decompress}
        while time.time() < end:
            for name, data, more in self.texts():
                if time.time() > end:
                    break
                mutant = self.mutated(data) if self.random.random() < 0.9 else data
                file = self.write(name, mutant)
                policy = ["--on-error", self.random.choice(["stop", "skip"]), "--invalid-utf8", self.random.choice(["error", "replace", "skip"])]
                arguments, result = self.measure(file, *more, *policy)
                files += 1
                if not self.check(result, arguments, [file]) or result[0] == 2:
                    continue
                # The same in another way gives the same: with one thread, the scalar kernel, and decompressed by someone else.
                arguments, again = self.measure(file, *more, *policy, "--threads", "1", "--kernel", "scalar")
                if again[0] != result[0] or self.figures(again[1]) != self.figures(result[1]):
                    self.fault("another figure by one thread and the scalar kernel", arguments, [file])
                ending = os.path.splitext(name)[1]
                # Of a damaged file what is whole is counted: there is nothing to compare it with.
                if ending in unpack and result[0] == 0:
                    try:
                        inside = self.write("inside-" + os.path.splitext(name)[0], unpack[ending](mutant))
                    except Exception as error:
                        # Python takes trailing garbage of some formats for an end, and others for an error.
                        if b"trailing" not in str(error).encode():
                            self.fault(f"read what {ending} cannot be decompressed to ({error})", arguments, [file])
                        continue
                    arguments, plain = self.measure(inside, *more, *policy)
                    if plain[0] == 0 and self.figures(plain[1]) != self.figures(result[1]):
                        self.fault("another figure than of the decompressed file", arguments, [file, inside])
        return f"{files} files of 18 kinds, {self.faults - wrong} faults"

    def vocabularies(self, seconds):
        end, tried, wrong, sources = time.time() + seconds, 0, self.faults, []
        folders = [self.env.get("JEOUL_VOCABULARY_PATH"), os.path.join(ROOT, "Vocab")]
        for folder in filter(None, folders):
            for base, _, names in os.walk(folder):
                sources += [os.path.join(base, name) for name in names
                            if name.endswith((".tiktoken", ".model", "tokenizer.json", ".gguf", "vocab.json")) and os.path.getsize(os.path.join(base, name)) < 30 << 20]
        small = {"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "vocab": {c: i for i, c in enumerate("abcdefgh")}, "merges": ["a b", "c d"]}}
        sources.append(self.write("small-tokenizer.json", json.dumps(small).encode()))
        while time.time() < end and sources:
            source = self.random.choice(sources)
            data = open(source, "rb").read()
            mutant = self.mutated(data)
            if self.random.random() < 0.3:
                mutant = mutant[:self.random.randrange(len(mutant) + 1)]
            name = os.path.basename(source)
            file = self.write(name if not name.startswith("small-") else "tokenizer.json", mutant)
            more = ["--splitter", "o200k"] if name.endswith(".tiktoken") else []
            arguments = ["encode", "--text", "안녕하세요 hello", "--vocabulary", file, "--quiet", *more]
            self.check(self.run(*arguments), arguments, [file])
            tried += 1
        return f"{tried} mutated files of {len(sources)}, {self.faults - wrong} faults"

    def disk(self, seconds):
        if os.geteuid() != 0 or not shutil.which("mount"):
            return "SKIPPED: a small tmpfs can be mounted by root alone"
        place, wrong, tried = self.path("disk"), self.faults, 0
        os.makedirs(place)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode != 0:
            return "SKIPPED: a tmpfs cannot be mounted here"
        try:
            text = self.write("many.txt", "".join(f"{i}번째 글입니다.\n" for i in range(20000)).encode())
            folder = self.path("disk-files")
            os.makedirs(folder, exist_ok=True)
            for i in range(400):
                with open(os.path.join(folder, f"a-file-with-a-long-name-for-a-long-list-{i:05}.txt"), "w") as file:
                    file.write("가\n")
            cases = [
                ["encode", text, "--vocabulary", "o200k_base", "--output", place + "/ids"],
                ["measure", folder, "--vocabulary", "o200k_base", "--format", "json", "--output", place + "/result.json"],
                ["measure", folder, "--vocabulary", "o200k_base", "--checkpoint", place + "/kept"],
                ["measure", text, "--vocabulary", "o200k_base,cl100k_base", "--report", place + "/page.html"],
                ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", text, "--evidence", place + "/evidence"],
            ]
            for arguments in cases:
                status, output, errors = result = self.run(*arguments, timeout=120)
                tried += 1
                if self.check(result, arguments, statuses=(2,)) and b"o space left" not in errors:
                    self.fault(f"a full disk is not named: {errors.decode(errors='replace')[:200]}", arguments)
                if left := os.listdir(place):
                    self.fault(f"{left} is left on the full disk", arguments)
                    for name in left:
                        path = os.path.join(place, name)
                        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
            # A cache that cannot be written is no reason not to count.
            arguments = ["measure", text, "--vocabulary", "o200k_base"]
            self.check(self.run(*arguments, env={"XDG_CACHE_HOME": place}), arguments, statuses=(0,))
            with open("/dev/full", "wb") as full:
                done = subprocess.run([self.jeoul, *arguments], stdout=full, stderr=subprocess.PIPE, env=self.env)
            tried += 2
            if done.returncode != 2 or b"o space left" not in done.stderr:
                self.fault("standard output is full", arguments)
        finally:
            subprocess.run(["umount", place])
        return f"{tried} commands, {self.faults - wrong} faults"

    def kill(self, seconds):
        end, kills, rounds, wrong = time.time() + seconds, 0, 0, self.faults
        folder = self.path("kill")
        os.makedirs(folder)
        for i in range(40):
            with open(os.path.join(folder, f"{i:03}.jsonl"), "w") as file:
                for j in range(3000):
                    file.write(json.dumps({"src": f"s{j % 9}", "text": f"{i}의 {j * 7919 % 104729}번째 글이고, {j % 97}도입니다."}, ensure_ascii=False) + "\n")
        # The same in one file, which is gone on with from within: plain, and compressed.
        joined = b"".join(open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder)))
        places = [folder, self.write("one.jsonl", joined), self.write("one.jsonl.gz", gzip.compress(joined, 1))]
        ways = [
            ["measure"], ["measure", "--by", "src"], ["measure", "--by", "file", "--metric", "fertility"],
            ["measure", "--metric", "vocabulary-utilization,single-token-retention-by-type"],
            ["compare", "--baseline", "cl100k_base", "--resamples", "200", "--by", "src"],
        ]
        while time.time() < end or rounds == 0:
            way, text = ways[rounds % len(ways)], places[rounds % len(places)]
            rounds += 1
            kept, out = self.path("kept"), self.path("result.json")
            words = [*way, text, "--vocabulary", "o200k_base,cl100k_base", "--format", "json", "--quiet"]
            began = time.time()
            right = self.run(*words)[1]
            whole = time.time() - began
            arguments = [*words, "--checkpoint", kept, "--output", out]
            # The first time as soon as something is kept.
            process = subprocess.Popen([self.jeoul, *arguments], env=self.env, stderr=subprocess.DEVNULL)
            while process.poll() is None and not (os.path.exists(kept) and os.path.getsize(kept)):
                pass
            process.kill()
            process.wait()
            kills += 1
            if not os.path.exists(kept):
                self.fault("nothing is kept when it is killed", arguments)
            for _ in range(19):
                process = subprocess.Popen([self.jeoul, *arguments], env=self.env, stderr=subprocess.DEVNULL)
                try:
                    process.wait(self.random.uniform(0.001, whole))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    kills += 1
                    continue
                break
            else:
                self.check(self.run(*arguments), arguments, statuses=(0,))
            with open(out, "rb") as file:
                if file.read() != right:
                    self.fault("another result after kill -9", arguments, [out])
            if os.path.exists(kept):
                self.fault("the checkpoint is left", arguments)
            for name in os.listdir(self.folder):
                if name.startswith(("result.json", "kept")):
                    os.remove(self.path(name))
        # Caches that were killed while they were written.
        for i in range(10):
            cache = {"XDG_CACHE_HOME": self.path("killed-cache")}
            arguments = ["measure", "--text", "가나다", "--vocabulary", "o200k_base", "--format", "json"]
            right = self.figures(self.run(*arguments)[1])
            process = subprocess.Popen([self.jeoul, *arguments], env={**self.env, **cache}, stdout=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 0.06))
            process.kill()
            process.wait()
            kills += 1
            result = self.run(*arguments, env=cache)
            if self.check(result, arguments, statuses=(0,)) and self.figures(result[1]) != right:
                self.fault("another figure from a cache that was killed", arguments)
        return f"{kills} times killed in {rounds} rounds, {self.faults - wrong} faults"

    def writer(self, seconds):
        end, tried, noticed, wrong = time.time() + seconds, 0, 0, self.faults
        lines = "".join(f"{i}번째 줄이고 조금 길게 쓴다. 안녕하세요!\n" for i in range(120000)).encode()
        while time.time() < end or tried == 0:
            how = ("truncate", "rewrite", "extend", "replace")[tried % 4]
            pack = (lambda data: data, gzip.compress)[tried // 4 % 2]
            file = self.write("written" + ("", ".gz")[tried // 4 % 2], pack(lines))
            right = self.figures(self.measure(file)[1][1])
            arguments = ["measure", file, "--vocabulary", "o200k_base", "--format", "json"]
            process = subprocess.Popen([self.jeoul, *arguments], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(self.random.uniform(0, 0.05))
            if how == "truncate":
                os.truncate(file, self.random.randrange(os.path.getsize(file)))
            elif how == "rewrite":
                with open(file, "r+b") as open_file:
                    for _ in range(200):
                        open_file.seek(self.random.randrange(os.path.getsize(file)))
                        open_file.write(b"\xff\xfe\xed\xa0\x80")
            elif how == "extend":
                with open(file, "ab") as open_file:
                    open_file.write("더 있다\n".encode() * 1000)
            else:
                os.replace(self.write("other", b"other\n"), file)
            result = self.ended(process)
            tried += 1
            output = result[1]
            if self.check(result, arguments, statuses=(0, 2)) and result[0] == 0:
                found = self.figures(output)
                after = self.measure(file)[1]
                allowed = {right} | ({self.figures(after[1])} if after[0] == 0 else set())
                if found not in allowed:
                    self.fault(f"a wrong figure of a file that was written to ({how}): {found}", arguments)
            else:
                noticed += 1
        return f"{tried} files, {noticed} changes said, {self.faults - wrong} faults"

    def places(self, seconds):
        wrong, tried = self.faults, 0
        folder = self.path("places").encode()
        os.makedirs(folder + b"/deep" + b"/d" * 200)
        for name in (b"line\nend.txt", b"esc\x1b[2Jape.txt", "\u202etxt.gpj".encode(), b"bad\xff\xfe.txt", b"-.txt", b"*.txt", b"[a].txt", b"a,b.txt"):
            with open(folder + b"/" + name, "wb") as file:
                file.write("가나다\n".encode())
        os.symlink(b".", folder + b"/loop")
        os.symlink(b"nowhere", folder + b"/dangling")
        os.symlink(b"/dev/zero", folder + b"/zero")
        os.mkfifo(folder + b"/fifo")
        cases = [
            ([folder], (0, 2, 5)), ([folder, b"--on-error", b"skip"], (0, 5)), ([folder, b"--by", b"file", b"--on-error", b"skip"], (0, 5)),
            ([folder + b"/*"], (0, 2, 5)), ([b"--files-from", b"/dev/null"], (2,)), ([folder + b"/" + b"[" * 2000], (2,)),
            ([folder + b"/" + b"{a,b}" * 12], (2,)), ([folder + b"/esc\x1b[2Jape.tx"], (2,)), ([b"a" * 5000], (2,)),
            ([folder + b"/dangling"], (2,)), ([b""], (2,)),
        ]
        for more, statuses in cases:
            if (folder + b"/*") in more:
                os.remove(folder + b"/fifo")
                os.remove(folder + b"/zero")
            arguments = [b"measure", *more, b"--vocabulary", b"o200k_base"]
            self.check(self.run(*arguments), arguments, statuses=statuses)
            tried += 1
        # Every file is there, whatever bytes its name has.
        arguments, result = self.measure(folder)
        if result[0] == 0 and self.figures(result[1])[1] != 8:
            self.fault(f"{self.figures(result[1])[1]} of 8 files are counted", arguments)
        # Nothing that is read is written over, by whatever way it is named.
        read = self.write("read.txt", "가나다\n".encode() * 20)
        os.link(read, self.path("linked.txt"))
        os.symlink(read, self.path("pointing.txt"))
        for option in ("-o", "--report", "--checkpoint"):
            for name in (read, self.path("linked.txt"), self.path("pointing.txt"), self.path("places/../read.txt")):
                arguments = ["measure", read, "--vocabulary", "o200k_base,cl100k_base", option, name]
                self.check(self.run(*arguments), arguments, statuses=(2,))
                tried += 1
                if open(read, "rb").read() != "가나다\n".encode() * 20:
                    self.fault("what is read was written over", arguments)
        listed = self.write("list", folder + b"/line\nend.txt\0" + folder + b"/-.txt\0\0")
        arguments = ["measure", "--files-from", listed, "--vocabulary", "o200k_base"]
        self.check(self.run(*arguments), arguments, statuses=(0,))
        # Hostile evidence: links, pipes, and far too much of everything.
        evidence = self.path("evidence")
        text = self.write("claimed.txt", "".join(f"{i}번째 글입니다.\n" for i in range(50)).encode())
        made = ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", text, "--evidence", evidence]
        self.check(self.run(*made), made, statuses=(0,))
        for how in range(8):
            copy = self.path(f"evidence-{how}")
            shutil.copytree(evidence, copy)
            result = os.path.join(copy, "result.json")
            if how == 0:
                os.remove(result)
                os.symlink("/etc/passwd", result)
            elif how == 1:
                os.remove(result)
                os.mkfifo(result)
            elif how == 2:
                with open(os.path.join(copy, "SHA256SUMS"), "ab") as sums:
                    sums.write(b"0" * 64 + b"  ../../../etc/passwd\n")
            elif how == 3:
                self.edit(result, copy, "resamples", 10**12)
            elif how == 4:
                self.edit(result, copy, "resamples", 999_999)
            elif how == 5:
                self.edit(result, copy, "bootstrap_limit", 10**15)
            elif how == 6:
                with open(result, "wb") as file:
                    file.write(b"[" * 1_000_000)
            else:
                with open(result, "r+b") as file:
                    file.truncate(1 << 40)
            arguments = ["reproduce", copy, "--file", f"claimed.txt={text}"]
            self.check(self.run(*arguments), arguments, [], statuses=(1, 2))
            tried += 1
        return f"{tried + 2} places, {self.faults - wrong} faults"

    @staticmethod
    def edit(result, folder, name, value):
        """Changes a setting of evidence, and its hash with it."""
        report = json.load(open(result))
        report["settings"][name] = value
        data = json.dumps(report, ensure_ascii=False).encode()
        open(result, "wb").write(data)
        sums = os.path.join(folder, "SHA256SUMS")
        lines = open(sums).read().splitlines()
        lines = [hashlib.sha256(data).hexdigest() + "  result.json" if line.endswith("  result.json") else line for line in lines]
        open(sums, "w").write("\n".join(lines) + "\n")

    def patterns(self, seconds):
        wrong, tried = self.faults, 0
        letters = {c: i for i, c in enumerate("abcdefghij ▁")}
        def model(pre=None, norm=None, added=()):
            return {"version": "1.0", "added_tokens": list(added), "normalizer": norm, "pre_tokenizer": pre,
                    "model": {"type": "BPE", "vocab": letters, "merges": [], "unk_token": None}}
        split = lambda pattern: {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
        cases = [model(split(p)) for p in ("(a+)+$", "(a|aa)+$", "(?:a*)*b", "(a|a)*c", "(.*)*x", "((a{1,50}){1,50}){1,50}", "(?=(a+)+b)a", "a{1000}{1000}", "(" * 5000, "[" * 100)]
        bomb = {"type": "Sequence", "normalizers": [{"type": "Replace", "pattern": {"String": "a"}, "content": "a" * 1000} for _ in range(8)]}
        cases += [model(norm=bomb), model(norm={"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": "b"}),
                  model(norm={"type": "Replace", "pattern": {"Regex": ""}, "content": "b" * 1000}),
                  model(norm={"type": "Sequence", "normalizers": [{"type": "Sequence", "normalizers": []}] * 5000}),
                  model(added=[{"id": 100 + i, "content": "a" * i, "special": False} for i in range(1, 400)]),
                  model(added=[{"id": 2**31, "content": "x", "special": True}]), model(added=[{"id": 9, "content": "\x1b[2J\u202e", "special": True}])]
        deep = {"type": "Sequence", "normalizers": []}
        for _ in range(2000):
            deep = {"type": "Sequence", "normalizers": [deep]}
        sys.setrecursionlimit(20000)
        cases.append(model(norm=deep))
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        for case in cases:
            file = self.write("tokenizer.json", json.dumps(case).encode())
            for text in ("a" * 2000 + "!", "a" * 200_000, " ".join(["ab"] * 1000)):
                arguments = ["encode", "-", "--vocabulary", file, "--quiet"]
                self.check(self.run(*arguments, stdin=text.encode(), before=limit), arguments, [file])
                tried += 1
        return f"{tried} runs of {len(cases)} vocabularies, {self.faults - wrong} faults"

    def limits(self, seconds):
        wrong, tried = self.faults, 0
        text = self.write("limits.txt", "".join(f"{i}번째 글이고 조금 길다.\n" for i in range(150000)).encode())
        arguments = ["measure", text, "--vocabulary", "o200k_base", "--format", "json"]
        right = self.figures(self.run(*arguments)[1])
        for threads in ("1", "64", "1024"):
            for memory in (None, 8 << 30, 2 << 30):
                def limit():
                    if memory:
                        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
                    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                    if os.geteuid() != 0:
                        resource.setrlimit(resource.RLIMIT_NPROC, (8, 8))
                result = self.run(*arguments, "--threads", threads, before=limit)
                tried += 1
                if self.check(result, [*arguments, "--threads", threads, f"(memory {memory})"], statuses=(0,)) and self.figures(result[1]) != right:
                    self.fault("another figure", [*arguments, "--threads", threads])
        # A line without end is refused while it is read.
        endless = ["measure", "/dev/zero", "--vocabulary", "o200k_base"]
        began = time.time()
        self.check(self.run(*endless, before=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30)), timeout=120), endless, statuses=(2,))
        return f"{tried + 1} runs, /dev/zero refused after {time.time() - began:.1f} s, {self.faults - wrong} faults"

    def server(self, seconds):
        command = self.tests("FaultTests|InstallationTests")
        if command is None:
            return "SKIPPED: the tests are not built (make test)"
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            self.fault(f"server: {(done.stdout + done.stderr)[-1500:]}", command)
            return "failed"
        return (re.findall(r"Test run with .*", done.stdout) or ["passed"])[-1]


# How much of the time each part takes; those of 0 take what they need, which is little.
PARTS = {"differential": 30, "formats": 20, "vocabularies": 12, "kill": 15, "writer": 8, "disk": 0, "places": 0, "patterns": 0, "limits": 0, "server": 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1200)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--jeoul", default=os.path.join(ROOT, ".build", "release", "jeoul"))
    parser.add_argument("parts", nargs="*")
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part {part}: {', '.join(PARTS)}")
    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(4), "big")
    siege = Siege(os.path.abspath(options.jeoul), seed, options.seconds)
    parts = options.parts or list(PARTS)
    shares = sum(PARTS[part] for part in parts) or 1
    print(f"siege: seed {seed}, {options.seconds:.0f} s, {', '.join(parts)}", flush=True)
    began = time.time()
    try:
        for part in parts:
            started = time.time()
            said = getattr(siege, part)(options.seconds * PARTS[part] / shares * 0.75)
            print(f"siege: {part}: {said} ({time.time() - started:.0f} s)", flush=True)
    finally:
        shutil.rmtree(siege.folder, ignore_errors=True)
    print(f"siege: {siege.faults} faults in {time.time() - began:.0f} s, seed {seed}")
    sys.exit(1 if siege.faults else 0)


if __name__ == "__main__":
    main()
