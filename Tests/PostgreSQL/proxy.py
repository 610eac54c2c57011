#!/usr/bin/env python3
"""A proxy before a PostgreSQL server that loses statements and answers.

    proxy.py PORT

Prints its own port. Then each line of standard input is a command, answered by `ok`:

    lose N    the next N statements are carried out, and their connections are closed in place of the answers
    mute N    the next N statements are carried out, and nothing is answered; their connections stay open
    refuse    closes all connections, and each new one
    accept    ends that
    cut N     the N-th request from now is not carried out, and its connection is closed
    drop N    the N-th request from now is carried out, and its connection is closed in place of the answer
    full N    the N-th request from now is not carried out; the answer is the error of a full disk
    count     answered by the number of requests since the last of these four commands, in place of `ok`

For the first two only prepared statements count. It ends with its standard input.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading

# The end of each answer but for one byte, the state of the transaction: ReadyForQuery (PostgreSQL manual, section 55.7).
READY = b"Z\x00\x00\x00\x05"
FIELDS = b"SERROR\0VERROR\0C53100\0MNo space left on device\0\0"
DISK_FULL = b"E" + (len(FIELDS) + 4).to_bytes(4, "big") + FIELDS + READY + b"I"


class Proxy:
    def __init__(self, port: int) -> None:
        self.port = port
        self.lock = threading.Lock()
        self.lost = self.muted = 0
        self.requests = self.chosen = 0
        self.fault = ""
        self.refuses = False
        self.connections: set[socket.socket] = set()

    def command(self, line: str) -> str:
        word, *count = line.split()
        answer = "ok"
        with self.lock:
            if word == "lose":
                self.lost = int(count[0])
            elif word == "mute":
                self.muted = int(count[0])
            elif word in ("cut", "drop", "full", "count"):
                answer = str(self.requests) if word == "count" else answer
                self.requests, self.fault, self.chosen = 0, word, int(count[0]) if count else 0
            else:
                self.refuses = word == "refuse"
                for one in self.connections if self.refuses else ():
                    # The other side may have closed it.
                    with contextlib.suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
        return answer

    def fate(self, request: bytes) -> str:
        """What happens to the answer; a request with a prepared statement begins with the message Bind."""
        with self.lock:
            # The exchange of the start has no type, or is a password; X ends a connection.
            if request[:1] not in (b"\0", b"p", b"X"):
                self.requests += 1
                if self.requests == self.chosen:
                    return {"cut": "cut", "drop": "lost", "full": "refused"}[self.fault]
            if request[:1] == b"B" and self.lost:
                self.lost -= 1
                return "lost"
            if request[:1] == b"B" and self.muted:
                self.muted -= 1
                return "muted"
        return "sent"

    def serve(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self.port))
        with self.lock:
            self.connections |= {client, server}
            is_refused = self.refuses
        try:
            if is_refused:
                return
            # At first the exchange of the start, which has no prepared statements.
            while request := client.recv(1 << 20):
                fate = self.fate(request)
                if fate == "cut":
                    break
                if fate == "refused":
                    client.sendall(DISK_FULL)
                    continue
                server.sendall(request)
                answer = b""
                while answer[-6:-1] != READY:
                    part = server.recv(1 << 20)
                    answer += part
                    if fate == "sent":
                        client.sendall(part)
                    if not part or self.is_start(answer):
                        break
                if fate == "lost" or not answer:
                    break
        except OSError:
            pass
        finally:
            with self.lock:
                self.connections -= {client, server}
            client.close()
            server.close()

    @staticmethod
    def is_start(answer: bytes) -> bool:
        """Whether the client has to say more before it can be ready: encryption is refused by N, a password asked by R."""
        return answer in (b"N", b"S") or answer[:1] == b"R" and answer[-6:-1] != READY and answer[5:9] != bytes(4)


def main() -> None:
    proxy = Proxy(int(sys.argv[1]))
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            client, _ = listener.accept()
            if proxy.refuses:
                client.close()
            else:
                threading.Thread(target=proxy.serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    for line in sys.stdin:
        print(proxy.command(line), flush=True)


if __name__ == "__main__":
    main()
