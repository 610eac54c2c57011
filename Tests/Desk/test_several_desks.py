#!/usr/bin/env python3
"""Lets two desks with one replay store in PostgreSQL race for codes, also while the server restarts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
import time
import unittest
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlsplit

from authority import Authority
from running import ROOT, Desk

CODES = 24


class SeveralDesks(unittest.TestCase):
    def setUp(self) -> None:
        started = subprocess.run(
            [ROOT / ".ci/postgres", "start", str(os.getpid())], capture_output=True, text=True, check=True)
        self.server, address = started.stdout.split()
        self.addCleanup(subprocess.run, [ROOT / ".ci/postgres", "stop", self.server], check=True)
        self.authority = Authority()
        self.addCleanup(self.authority.close)
        self.desks = [self.authority.desk("--replay-store", address) for _ in range(2)]
        for desk in self.desks:
            self.addCleanup(desk.stop)

    def verify(self, desk: Desk, code: str) -> str:
        address = urlsplit(desk.url)
        connection = HTTPConnection(str(address.hostname), address.port or 0, timeout=60)
        try:
            connection.request("POST", "/v1/verify", code.encode(), {"Content-Type": "text/plain"})
            return str(json.loads(connection.getresponse().read())["code"])
        finally:
            connection.close()

    def race(self, codes: list[str], results: list[Counter[str]], is_interrupted: bool) -> None:
        """Sends each code to both desks at the same time."""
        lock = threading.Lock()

        def send(desk: Desk) -> None:
            for code, result in zip(codes, results):
                answer = self.verify(desk, code)
                with lock:
                    result[answer] += 1

        threads = [threading.Thread(target=send, args=(desk,)) for desk in self.desks for _ in range(2)]
        for thread in threads:
            thread.start()
        if is_interrupted:
            for _ in range(3):
                time.sleep(0.1)
                subprocess.run([ROOT / ".ci/postgres", "restart", self.server], check=True, capture_output=True)
        for thread in threads:
            thread.join()

    def test_a_code_is_admitted_once_by_two_desks(self) -> None:
        for is_interrupted in (False, True):
            with self.subTest(is_interrupted=is_interrupted):
                # Codes of now: the first ones would expire while all are made.
                codes = [self.authority.present(self.authority.issue()) for _ in range(CODES)]
                results: list[Counter[str]] = [Counter() for _ in codes]
                self.race(codes, results, is_interrupted)
                for code, result in zip(codes, results):
                    self.assertEqual(result.total(), 4)
                    if is_interrupted:
                        # A server that does not answer makes a verdict indeterminate; the code is scanned again.
                        self.assertLessEqual(set(result), {"ok", "replay.repeated", "replay.memory_full"})
                        result[self.verify(self.desks[0], code)] += 1
                        self.assertEqual(result["ok"], 1, result)
                    else:
                        self.assertEqual(result, {"ok": 1, "replay.repeated": 3})


class Server(unittest.TestCase):
    def test_the_server_holds_none_of_its_callers_files(self) -> None:
        """Foundation knows that a program has ended by a socket that the program has inherited."""
        spare = [os.open(os.devnull, os.O_RDONLY) for _ in range(300)]
        ours, theirs = socket.socketpair()
        for file in [*spare, theirs.fileno()]:
            os.set_inheritable(file, True)
        self.assertGreater(theirs.fileno(), 255)
        started = subprocess.run(
            [ROOT / ".ci/postgres", "start", str(os.getpid())], capture_output=True, text=True, check=True, close_fds=False)
        self.addCleanup(subprocess.run, [ROOT / ".ci/postgres", "stop", started.stdout.split()[0]], check=True)
        for file in spare:
            os.close(file)
        theirs.close()
        ours.settimeout(10)
        self.assertEqual(ours.recv(1), b"")
        ours.close()


if __name__ == "__main__":
    unittest.main()
