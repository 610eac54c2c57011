"""Runs each command that writes under faults of the system, and checks what is there afterwards (see SECURITY.md).

    test_faults.py                a sample, in seconds: `make test`
    FAULTS=all test_faults.py     each fault at each call of each command, in minutes: `make faults`

The command is .build/debug/hufu, or HUFU. The faults come from a library that is loaded before all others, shim.c.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from faults import (  # noqa: E402
    AT, COMMANDS, ERRORS, GATE, HUFU, ISSUER, MESSAGE, NOW, PUBLISH, ROOT, WRITING, Call, Command, Result, Workshop, allocation,
    arguments, belongs, calls, faults, files, form, is_database, read_log, run, start, text, works,
)

IS_WHOLE = os.environ.get("FAULTS") == "all"


def setUpModule() -> None:
    Workshop.open()


def tearDownModule() -> None:
    Workshop.close()


class FaultTestCase(unittest.TestCase):
    command: Command
    old: dict[str, bytes]
    new: dict[str, bytes]
    recorded: list[Call]

    @staticmethod
    def commands() -> list[Command]:
        return [command for command in COMMANDS if IS_WHOLE or command.is_sample]

    def record(self, command: Command) -> None:
        self.command = command
        self.old = files(Workshop.template)
        self.recorded, folder, result = calls(command)
        self.assertEqual(result.status, command.status, result)
        self.new = files(folder)
        self.assertEqual(self.leftovers(self.new), set())

    def some(self, count: int) -> list[tuple[Call, str]]:
        """The calls that are to fail: all of them, or in a sample as many of those that change files."""
        found = list(faults(self.recorded))
        if IS_WHOLE:
            return found
        found = [(call, words) for call, words in found if call.name in WRITING and not call.path.name.endswith("-shm")]
        return [found[place * len(found) // count] for place in range(count)] if len(found) > count else found

    def leftovers(self, found: dict[str, bytes]) -> set[str]:
        """Files that are neither there before the command nor written by it."""
        return {
            name for name in found
            if name not in self.old and not is_database(name)
            and not (name in getattr(self, "new", {}) or belongs(name, self.command.writes))
        } | {name for name in found if name.endswith((".tmp", ".lock", ".new"))}

    def check(self, folder: Path, result: Result, call: Call | None = None, is_killed: bool = False) -> None:
        found = files(folder)
        # Of a stream each line says whether it was admitted, and standard error why it was not.
        is_stream = "--stream" in self.command.line
        is_whole = result.status == self.command.status and not (is_stream and result.errors)
        if not is_killed and not is_whole:
            lines = result.errors.splitlines()
            self.assertTrue(is_stream or result.status in (66, 74), result)
            self.assertTrue(is_stream or lines, result)
            # Warnings and what was done before are above the error.
            self.assertTrue(all(MESSAGE.fullmatch(line) for line in lines[-1:]), result)
            if lines and call and call.file in self.command.line:
                self.assertIn(call.file, result.errors)
        for name in {*self.old, *self.new}:
            if is_database(name):
                continue
            data, old, new = found.get(name), self.old.get(name), self.new.get(name)
            is_new = data is not None and new is not None and form(name, data) == form(name, new)
            is_old = data == old
            if self.command.continues and data is not None and new is not None and not name.endswith("point"):
                is_old = is_old or new.startswith(data)
            if name.endswith(("point", ".journal")):
                # They say how far the work has come.
                is_old = is_old or data is not None and bool(json.loads(data))
            self.assertTrue(is_new or is_old and not is_whole, f"{name}: {data!r}, old {old!r}, new {new!r}, {result}")
        if "new.pem" in self.command.writes and not is_killed and "unconfirmed" not in result.errors:
            self.assertEqual("new.pem" in found, "new.pub" in found, result)
        # What cannot be removed stays, and so does what a killed process was writing; a lock that cannot be taken is not
        # removed either, as another process may have it. The next run takes it over.
        if not is_killed and not (call and (call.name == "unlink" or call.path.suffix == ".lock")):
            self.assertEqual(self.leftovers(found), set(), result)

    def check_again(self, folder: Path, first: Result) -> None:
        """The command works when the fault is over, unless its new file is there."""
        result = run(self.command.again or self.command.line, folder, text(self.command, folder))
        if result.status == 73 and "file.exists" in result.errors:
            return
        self.assertEqual(result.status, self.command.status, result)
        found = files(folder)
        if "publish" in self.command.line:
            token = works(f"present credential.txt --key phone.pem --at {NOW + 60}", folder)
            verdict = run(f"verify --stream --trust trust.json --status pub --at {NOW + 60}", folder, token)
            self.assertEqual(json.loads(verdict.output)["code"], "ok", verdict)
        if self.command.again is None:
            for name, new in self.new.items():
                if not is_database(name):
                    self.assertEqual(form(name, found[name]), form(name, new), name)
        self.check_answers(first, result)

    def check_answers(self, first: Result, again: Result) -> None:
        """What a store has answered counts."""
        if "verify" in self.command.line:
            # The codes by their places in the stream, which is the same both times.
            admitted = [
                {place for place, line in enumerate(result.output.splitlines()) if json.loads(line)["verdict"] == "valid"}
                for result in (first, again)]
            self.assertEqual(admitted[0] & admitted[1], set(), (first, again))
        if "allocate" in self.command.line:
            answers = [
                {line["document_number"]: line["status"] for line in map(json.loads, result.output.splitlines())}
                for result in (first, again)]
            self.assertEqual(answers[1], {**answers[1], **answers[0]}, (first, again))


class CallTests(FaultTestCase):
    def test_after_a_call_that_fails_there_is_the_old_or_the_new_state(self) -> None:
        for command in self.commands():
            self.record(command)
            for call, words in self.some(4):
                with self.subTest(command=command.name, call=words, path=call.path.name):
                    folder = Workshop.copy()
                    result = run(
                        command.line, folder, text(command, folder), FAULT_CALL=f"{words} error {ERRORS[call.name]}")
                    self.check(folder, result, call)
                    self.check_again(folder, result)


class ByteTests(FaultTestCase):
    """A disk that is full after so many bytes, and stays full."""

    def test_a_disk_that_is_full_after_any_byte_leaves_the_old_or_the_new_state(self) -> None:
        for command in self.commands():
            self.record(command)
            total = sum(call.detail for call in self.recorded if call.name == "write")
            for count in self.places(total):
                with self.subTest(command=command.name, bytes=count):
                    folder = Workshop.copy()
                    result = run(
                        command.line, folder, text(command, folder), FAULT_BYTES=f"{count} {errno.ENOSPC}")
                    self.check(folder, result)
                    # A log may have room enough in a file that is there, and what it holds need not be moved into the store.
                    if not any(is_database(name) for name in command.writes):
                        self.assertNotEqual(result.status, command.status, result)
                    self.check_again(folder, result)

    @staticmethod
    def places(total: int) -> list[int]:
        if not IS_WHOLE:
            return [total // 2, total - 1]
        # Each byte of small files, and both sides of many in the others.
        step = max(1, total // 150)
        return sorted({*range(0, total, step), *range(min(total, 40)), *range(max(0, total - 40), total)})


class ShortTests(FaultTestCase):
    def test_short_reads_and_writes_and_interrupted_calls_change_nothing(self) -> None:
        for command in self.commands():
            self.record(command)
            is_large = any(is_database(name) for name in command.writes)
            for setting in {"FAULT_SHORT": 300 if is_large else 1}, {"FAULT_INTERRUPT": 1}:
                with self.subTest(command=command.name, fault=setting):
                    folder = Workshop.copy()
                    result = run(command.line, folder, text(command, folder), **setting)
                    self.assertEqual(result.status, command.status, result)
                    self.check(folder, result)


class SignalTests(FaultTestCase):
    SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def test_after_a_signal_before_any_call_there_is_the_old_or_the_new_state(self) -> None:
        for command in self.commands():
            self.record(command)
            for turn, (call, words) in enumerate(self.some(2)):
                number = self.SIGNALS[turn % len(self.SIGNALS)]
                with self.subTest(command=command.name, call=words, path=call.path.name, signal=number.name):
                    folder = Workshop.copy()
                    result = run(command.line, folder, text(command, folder), FAULT_CALL=f"{words} signal {int(number)}")
                    if result.status >= 0:
                        # Calls of several tasks may come in another order.
                        self.assertEqual(result.status, command.status, result)
                    self.check(folder, result, is_killed=True)
                    self.check_again(folder, result)


class TableTests(unittest.TestCase):
    """The table of faults in SECURITY.md."""

    def test_each_row_has_a_fault_a_guarantee_and_a_test_that_exists(self) -> None:
        table = (ROOT / "SECURITY.md").read_text().split("\n## Faults of the system\n")[1].split("\n## ")[0]
        rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
        self.assertGreater(len(rows), 20)
        sources = [*ROOT.glob("Tests/*/*.swift"), *ROOT.glob("Tests/*/*/*.swift"), Path(__file__)]
        names = set(re.findall(r"(?:struct|class) (\w+Tests)\b", "".join(path.read_text() for path in sources)))
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        for row in rows:
            with self.subTest(row=row):
                cells = [cell.strip() for cell in row.strip("|").split(" | ")]
                self.assertEqual(len(cells), 3)
                self.assertTrue(all(cells))
                tests, made = re.findall(r"\w+Tests\b", cells[2]), re.findall(r"`make ([a-z-]+)`", cells[2])
                self.assertTrue(tests or made)
                self.assertEqual(set(tests) - names, set())
                self.assertEqual(set(made) - targets, set())


class PowerTests(FaultTestCase):
    """A loss of power takes away what was not flushed; so everything is, in the right order."""

    def order(self, line: str, given: str = "") -> list[Call]:
        folder = Workshop.copy()
        log = folder.with_suffix(".log")
        given = (folder / "scans").read_text() if given == "SCANS" else given
        self.assertEqual(run(line, folder, given, FAULT_LOG=log, FAULT_FOLDER=f"{folder}:stdout").status, 0)
        return read_log(log)

    def test_a_file_is_on_the_disk_before_it_gets_its_name_and_the_name_before_the_command_ends(self) -> None:
        for line in (command.line for command in COMMANDS[:2]):
            steps = [
                "folder" if call.name == "sync" and call.path.is_dir() else call.name for call in self.order(line)
                if call.name in ("write", "sync", "rename", "link")]
            name = "rename" if "rename" in steps else "link"
            self.assertEqual(steps, ["write", "sync", name, "folder"] * steps.count(name), line)

    def test_what_a_store_answers_is_on_the_disk_before_the_answer(self) -> None:
        for line, given in (f"verify --stream {GATE}", "SCANS"), ("registry allocate --registry r.db", allocation("D1")):
            unsynced: set[str] = set()
            answers = 0
            for call in self.order(line, given):
                if call.name == "sync":
                    unsynced.discard(call.path.name)
                elif call.path.name == "stdout":
                    self.assertEqual(unsynced, set(), line)
                    answers += 1
                elif call.name == "write" and not call.path.name.endswith("-shm"):
                    unsynced.add(call.path.name)
            self.assertGreater(answers, 0)


class PrivacyTests(FaultTestCase):
    def test_no_file_with_a_private_key_can_be_opened_by_others_at_any_moment(self) -> None:
        self.record(next(command for command in COMMANDS if "new.pem" in command.writes))
        made = [call for call in self.recorded if call.name in ("create", "mode") and call.file == "new.pem"]
        self.assertTrue(made)
        for call in made:
            self.assertEqual(call.detail, 0o600, call)
        others = [call for call in self.recorded if call.name == "create" and call.file == "new.pub"]
        self.assertEqual([call.detail for call in others], [0o666])

    def test_a_file_that_is_private_is_replaced_by_one_that_is_private_from_the_start(self) -> None:
        self.record(next(command for command in COMMANDS if "trust.json" in command.writes))
        made = [call for call in self.recorded if call.name in ("create", "mode")]
        self.assertEqual({(call.file, call.detail) for call in made}, {("trust.json", 0o600)})


class StreamTests(FaultTestCase):
    """Standard streams: closed pipes, full devices, and descriptors that the caller has closed."""

    LINES = [
        ("sample --count 3", ""), ("verify --stream " + GATE, "SCANS"), ("key public phone.pub", ""),
        ("trust show trust.json", ""), ("issue --batch lines " + ISSUER, ""), ("registry stats --registry r.db", ""),
        ("registry allocate --registry r.db", allocation("D1") + allocation("D2")),
        ("present credential.txt --key phone.pem", ""), ("mint license.json --count 3 " + ISSUER, ""),
        (f"trust check trust.cwt --anchor anchor.pub {AT}", ""), ("render HELLO --terminal", ""),
        ("registry challenge --registry r.db --count 3", ""), ("inspect @token.txt", ""), ("status get t.json 5", ""),
    ]

    def test_an_output_that_fails_at_any_write_is_neither_success_nor_silence(self) -> None:
        for line, given in self.LINES if IS_WHOLE else self.LINES[:2]:
            folder = Workshop.copy()
            scans = (folder / "scans").read_text() if given == "SCANS" else given
            log = folder.with_suffix(".log")
            run(line, folder, scans, FAULT_LOG=log, FAULT_FOLDER="stdout")
            writes = sum(" write stdout " in entry for entry in log.read_text().splitlines())
            self.assertGreater(writes, 0, line)
            for number in range(1, writes + 1):
                for error, status in (errno.EPIPE, 141), (errno.ENOSPC, 74):
                    with self.subTest(line=line, write=number, error=error):
                        result = run(
                            line, Workshop.copy(), scans, FAULT_FOLDER="stdout", FAULT_CALL=f"write {number}+ error {error}")
                        self.assertEqual(result.status, status, result)
                        if error == errno.EPIPE:
                            self.assertEqual(result.errors, "")
                        else:
                            self.assertRegex(result.errors, r"^hufu: stdout: output.failed: .+\. .+\.\n$")

    def test_short_and_interrupted_writes_to_the_output_lose_nothing(self) -> None:
        for line, given in self.LINES[:2]:
            folder = Workshop.copy()
            scans = (folder / "scans").read_text() if given == "SCANS" else given
            for setting in {"FAULT_SHORT": 1}, {"FAULT_INTERRUPT": 1}:
                plain = run(line, Workshop.copy(), scans)
                result = run(line, Workshop.copy(), scans, FAULT_FOLDER="stdin:stdout", **setting)
                self.assertEqual((result.status, len(result.output)), (plain.status, len(plain.output)), line)

    def test_a_file_never_gets_the_number_of_a_stream_that_is_closed(self) -> None:
        for command in self.commands():
            self.record(command)
            for closed in ("0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-") if IS_WHOLE else ("1>&- 2>&-",):
                if command.input and "0" in closed:
                    continue
                with self.subTest(command=command.name, closed=closed):
                    folder = Workshop.copy()
                    words = f"exec {closed}; exec {shlex.join([str(HUFU), *arguments(command.line)])}"
                    status = subprocess.run(
                        ["/bin/sh", "-c", words], cwd=folder, input=text(command, folder), text=True, stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE, check=False).returncode
                    printing = ("verify", "allocate", "set --registry", "publish", "fetch", "mint license")
                    prints = any(word in command.line for word in printing)
                    self.assertEqual(status, 74 if prints and "1" in closed else command.status)
                    found = files(folder)
                    for name, new in self.new.items():
                        if not is_database(name) and not prints:
                            self.assertEqual(form(name, found[name]), form(name, new), name)


class PairTests(FaultTestCase):
    """Two instances of a command at once, one of which is delayed at each of its calls in turn."""

    def test_of_two_instances_one_does_the_work_and_the_other_too_or_says_why_not(self) -> None:
        for command in self.commands():
            self.record(command)
            chosen = [words for call, words in faults(self.recorded) if IS_WHOLE or call.name in ("write", "rename", "link")]
            for words in chosen if IS_WHOLE else chosen[-1:]:
                with self.subTest(command=command.name, call=words):
                    folder = Workshop.copy()
                    given = text(command, folder)
                    first = start(command.line, folder, FAULT_CALL=f"{words} sleep 150")
                    second = start(command.line, folder)
                    results = []
                    for process in second, first:
                        output, errors = process.communicate(given, timeout=60)
                        results.append(Result(process.returncode, output, errors))
                    self.assertIn(command.status, [result.status for result in results], results)
                    for result in results:
                        if result.status != command.status:
                            self.assertRegex(
                                result.errors, r"file\.exists|file\.locked|checkpoint\.|publication\.time_not_later", result)
                    found = files(folder)
                    self.assertEqual(self.leftovers(found), set(), results)
                    for name, new in self.new.items():
                        if not is_database(name):
                            self.assertEqual(form(name, found[name]), form(name, new), name)
                    self.check_answers(*results)

    def test_changes_of_two_instances_are_both_there(self) -> None:
        changes = [
            ("trust.json", "trust add --trust trust.json --issuer https://{}.example --key phone.pub"),
            ("t.json", "status set t.json {} revoked"),
        ]
        for file, line in changes:
            folder = Workshop.copy()
            log = folder.with_suffix(".log")
            run(line.format(1), folder, FAULT_LOG=log)
            count = len(log.read_text().splitlines())
            for number in range(1, count + 1) if IS_WHOLE else range(5, count, 9):
                with self.subTest(file=file, call=number):
                    folder = Workshop.copy()
                    first = start(line.format(1), folder, FAULT_CALL=f"any {number} sleep 150")
                    second = start(line.format(2), folder)
                    for process in first, second:
                        self.assertEqual((process.communicate(timeout=60)[1], process.returncode), ("", 0))
                    if file == "trust.json":
                        issuers = (folder / file).read_text()
                        self.assertTrue("https://1.example" in issuers and "https://2.example" in issuers)
                    else:
                        self.assertEqual([works(f"status get t.json {index}", folder) for index in (1, 2)], ["revoked\n"] * 2)


class ClockTests(FaultTestCase):
    """A clock that jumps while the command runs."""

    def setUp(self) -> None:
        self.folder = Workshop.copy()
        self.clock = self.folder.with_suffix(".clock")

    def set_clock(self, seconds: int) -> None:
        self.clock.write_text(str(seconds - int(time.time())))

    def hufu(self, line: str, given: str = "") -> Result:
        return run(line, self.folder, given, FAULT_CLOCK=self.clock)

    def test_a_code_is_admitted_once_and_in_its_time_whatever_the_clock_does(self) -> None:
        self.set_clock(NOW)
        code = self.hufu("present credential.txt --key phone.pem").output
        day = 86_400
        jumps = [
            (0, "valid"), (3_600, "rejected"), (0, "indeterminate"), (-day, "indeterminate"), (-3_600, "indeterminate"),
            (0, "indeterminate"), (400 * day, "indeterminate"), (0, "indeterminate"),
        ]
        for store in "--replay-store gate.db --state state.json", "--policy single.json":
            (self.folder / "single.json").write_text('{"replay": true}')
            line = f"verify --stream --trust trust.json --status t.cwt {store}"
            with start(line, self.folder, FAULT_CLOCK=self.clock) as gate:
                verdicts = []
                for jump, _ in jumps:
                    self.set_clock(NOW + jump)
                    assert gate.stdin and gate.stdout
                    gate.stdin.write(code)
                    gate.stdin.flush()
                    verdicts.append(json.loads(gate.stdout.readline()))
                gate.communicate()
            found = [(verdict["verdict"], verdict["code"]) for verdict in verdicts]
            self.assertEqual(found[0], ("valid", "ok"), store)
            self.assertNotIn("valid", [verdict for verdict, _ in found[1:]], (store, found))

    def test_a_batch_is_complete_after_the_clock_has_jumped_before_it_goes_on(self) -> None:
        line = f"issue --batch lines {ISSUER} -o out --rejects rejects --checkpoint point"
        for jump in -3_600, 86_400:
            self.folder = Workshop.copy()
            self.set_clock(NOW)
            log = self.folder.with_suffix(".log")
            killed = run(line, self.folder, FAULT_CLOCK=self.clock, FAULT_CALL="write 3 signal 9", FAULT_LOG=log)
            self.assertLess(killed.status, 0)
            self.set_clock(NOW + jump)
            self.assertEqual(self.hufu(line).status, 65)
            issued = [json.loads(entry) for entry in (self.folder / "out").read_text().splitlines()]
            self.assertEqual([entry["id"] for entry in issued], [1, 2, 3])
            self.assertEqual(len((self.folder / "rejects").read_text().splitlines()), 1)

    def test_a_publisher_whose_clock_went_back_signs_nothing(self) -> None:
        before = files(self.folder)
        self.set_clock(NOW - 86_400)
        result = self.hufu(PUBLISH)
        self.assertEqual(result.status, 65)
        self.assertRegex(result.errors, r"publication\.time_not_later: .+ Check the clock")
        self.assertEqual(files(self.folder), before)


@unittest.skipUnless(IS_WHOLE, "waits for ten and for thirty seconds")
class BusyTests(FaultTestCase):
    """A store that another process keeps locked."""

    def test_a_store_that_stays_locked_is_an_error_with_advice_and_changes_nothing(self) -> None:
        cases = [
            (f"verify --stream {GATE}", "gate.db", "store.busy"),
            ("registry allocate --registry r.db", "r.db", "registry.busy"),
        ]
        for line, file, code in cases:
            folder = Workshop.copy()
            scans = (folder / "scans").read_text()
            if file == "gate.db":
                works(line, folder, "")
            database = sqlite3.connect(folder / file)
            database.execute("BEGIN EXCLUSIVE")
            result = run(line, folder, scans if file == "gate.db" else allocation("D1"))
            database.close()
            self.assertIn(code, result.errors + result.output, line)
            self.assertNotIn('"valid"', result.output)
            self.assertNotIn('"status"', result.output)


@unittest.skipUnless(IS_WHOLE, "the stores in PostgreSQL have tests of lost answers in `swift test`; here is each statement")
class PostgreSQLTests(FaultTestCase):
    """A connection that breaks, and a server whose disk is full, at each statement."""

    @classmethod
    def setUpClass(cls) -> None:
        script = ROOT / ".ci/postgres"
        started = subprocess.run([script, "start", str(os.getpid())], capture_output=True, text=True, check=True)
        cls.server_folder, cls.server = started.stdout.split()
        port = cls.server.split(":")[-1].split("/")[0]
        cls.proxy = subprocess.Popen(
            [sys.executable, ROOT / "Tests/PostgreSQL/proxy.py", port], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        assert cls.proxy.stdout
        cls.port, cls.proxy_port = port, cls.proxy.stdout.readline().strip()
        for name in "registry", "empty":
            cls.query(f"CREATE DATABASE {name}")
        works(f"registry init --registry {cls.address('registry', port)} --list https://i.example/9 --size 500",
              Workshop.template)
        works(f"registry allocate --registry {cls.address('registry', port)}", Workshop.template, allocation("D0"))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.proxy.communicate("")
        subprocess.run([ROOT / ".ci/postgres", "stop", cls.server_folder], check=True, capture_output=True)

    @classmethod
    def address(cls, database: str, port: str) -> str:
        return cls.server.replace(f":{cls.port}/", f":{port}/").rsplit("/", 1)[0] + "/" + database

    @classmethod
    def query(cls, statement: str) -> None:
        subprocess.run(["psql", "-X", "-q", "-c", statement, cls.server], check=True, capture_output=True)

    def tell(self, line: str) -> str:
        assert self.proxy.stdin and self.proxy.stdout
        self.proxy.stdin.write(line + "\n")
        self.proxy.stdin.flush()
        return self.proxy.stdout.readline().strip()

    def database(self, template: str) -> str:
        self.query("DROP DATABASE IF EXISTS work")
        self.query(f"CREATE DATABASE work TEMPLATE {template}")
        return self.address("work", self.proxy_port)

    def test_each_statement_is_done_once_or_the_error_says_what_to_do(self) -> None:
        gate = f"verify --stream --trust trust.json --status t.cwt {AT} --state DB --replay-store DB"
        lines = [
            ("registry", "registry allocate --registry DB", allocation("D1") + allocation("D2")),
            ("registry", f"registry set --registry DB {AT}", '{"document_number":"D0","value":"revoked"}\n'),
            ("registry", f"registry export --registry DB -o export {AT}", ""),
            ("registry", "registry challenge --registry DB --count 3", ""),
            ("empty", "registry init --registry DB --list https://i.example/8 --size 500", ""),
            ("empty", gate, "SCANS"),
        ]
        for template, line, given in lines:
            folder = Workshop.copy()
            given = (folder / "scans").read_text() if given == "SCANS" else given
            address = self.database(template)
            self.tell("count")
            plain = run(line.replace("DB", address), folder, given)
            self.assertEqual(plain.status, 0, plain)
            for number in range(1, int(self.tell("count")) + 1):
                for fault in "cut", "drop", "full":
                    with self.subTest(line=line, fault=fault, statement=number):
                        folder, address = Workshop.copy(), self.database(template)
                        self.tell(f"{fault} {number}")
                        first = run(line.replace("DB", address), folder, given)
                        self.tell("count")
                        if fault != "full":
                            # The statement is asked again.
                            self.assertEqual((first.status, first.errors), (0, plain.errors), first)
                            self.assertEqual(len(first.output), len(plain.output), first)
                        elif first.status != 0:
                            message = first.errors or json.loads(first.output.splitlines()[-1])["code"]
                            self.assertRegex(message, r"registry\.disk_full: .+\. .+\.|store\.full|replay\.", first)
                        again = run(line.replace("DB", address), folder, given)
                        self.command = Command(line, ())
                        self.assertEqual(again.status, 0, again)
                        self.check_answers(first, again)


if __name__ == "__main__":
    unittest.main(verbosity=2)
