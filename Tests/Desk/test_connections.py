#!/usr/bin/env python3
"""Holds connections to a desk that send nothing. The tests in Swift cannot: a process with more than 1,024 open files cannot wait
for programs with Foundation there."""

from __future__ import annotations

import resource
import socket
import time
import unittest
from http.client import HTTPConnection
from urllib.parse import urlsplit

from running import Desk

LIMIT = 2_048  # DeskLimits.connections


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


class IdleConnections(unittest.TestCase):
    def setUp(self) -> None:
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(8_192, most), most))

    def test_others_are_served_and_above_the_limit_idle_ones_are_closed(self) -> None:
        with Desk("--demo") as desk:
            address = urlsplit(desk.url)
            used = HTTPConnection(str(address.hostname), address.port or 0, timeout=10)

            def ask() -> int:
                used.request("POST", "/v1/verify", b"HF1:GARBAGE", {"Content-Type": "text/plain"})
                answer = used.getresponse()
                answer.read()
                return answer.status

            self.assertEqual(ask(), 200)
            kept = used.sock
            idle = [socket.create_connection((address.hostname, address.port)) for _ in range(1_000)]
            try:
                start = time.monotonic()
                for _ in range(20):
                    self.assertEqual(ask(), 200)
                self.assertLess(time.monotonic() - start, 30)
                self.assertFalse(any(is_closed(one) for one in idle))
                idle += [socket.create_connection((address.hostname, address.port)) for _ in range(LIMIT - 1_000 + 10)]
                self.assertEqual(ask(), 200)
                closed, end = 0, time.monotonic() + 10
                while closed < 11 and time.monotonic() < end:
                    time.sleep(0.1)
                    closed = sum(is_closed(one) for one in idle)
                self.assertEqual(closed, 11)
                self.assertEqual(ask(), 200)
                # The client has not connected again.
                self.assertIs(used.sock, kept)
            finally:
                for one in idle:
                    one.close()


if __name__ == "__main__":
    unittest.main()
