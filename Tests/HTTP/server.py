#!/usr/bin/env python3
"""Serves a folder with nginx, and beside it answers with the faults that nginx does not make; for tests.

    server.py FOLDER      FOLDER has the folder `www`; prints three ports of the loopback interface: HTTP, HTTPS, faults

It ends, and nginx with it, at SIGTERM, or when its standard input does. FOLDER/access.log has a line for each request: path, status, the version
that it named, and the number of its connection.
"""

from __future__ import annotations

import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from pathlib import Path

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    log_format requests '$uri $status $http_if_none_match $connection';
    access_log {folder}/access.log requests;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{encrypted} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        root {folder}/www;
        location /slow/ {{ alias {folder}/www/pub/; limit_rate 20; }}
        location /error/ {{ return 500; }}
        location ~ ^/moved/(.*) {{ return 301 /pub/$1; }}
        location ~ ^/elsewhere/(.*) {{ return 302 http://localhost:{plain}/pub/$1; }}
        location ~ ^/circle/(.*) {{ return 302 /circle/$1; }}
    }}
}}
"""

OK = b"HTTP/1.1 200 OK\r\n"


class Faults(socketserver.StreamRequestHandler):
    """Answers each request with the fault that the first part of its path names."""

    def handle(self) -> None:
        fault = self.rfile.readline().split(b"/")[1].decode()
        while self.rfile.readline().strip():
            pass
        try:
            getattr(self, fault.replace("-", "_"))(self.wfile.write)
        except OSError:
            # The client has had enough.
            pass

    def interrupted(self, write) -> None:
        write(OK + b"Content-Length: 1000\r\n\r\n" + bytes(100))

    def too_short(self, write) -> None:
        """The length in the header is less than that of the body."""
        write(OK + b"Content-Length: 10\r\n\r\n" + bytes(1000))

    def too_long(self, write) -> None:
        """The length in the header is more than that of the body, and the connection stays."""
        write(OK + b"Content-Length: 1000\r\n\r\n" + bytes(100))
        time.sleep(60)

    def silent(self, write) -> None:
        time.sleep(60)

    def garbage(self, write) -> None:
        write(b"\x00\x01\x02 no HTTP at all\r\n\r\n")

    def endless(self, write) -> None:
        write(OK + b"\r\n")
        while True:
            write(bytes(1 << 16))

    def endless_lie(self, write) -> None:
        """The header says that the body is short."""
        write(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 100\r\n\r\n")
        while True:
            write(b"10000\r\n" + bytes(1 << 16) + b"\r\n")

    def endless_headers(self, write) -> None:
        write(OK)
        while True:
            write(b"X-More: " + b"x" * 1000 + b"\r\n")

    def endless_error(self, write) -> None:
        write(b"HTTP/1.1 404 Not Found\r\n\r\n")
        while True:
            write(bytes(1 << 16))

    def drip(self, write) -> None:
        """A byte now and then: no silence, and no end."""
        write(OK + b"Content-Length: 100000\r\n\r\n")
        while True:
            write(b"x")
            time.sleep(0.2)


class FaultServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    # The thread of the test that starts this process may have blocked it.
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    folder = Path(sys.argv[1]).resolve()
    plain, encrypted = free_ports(2)
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, plain=plain, encrypted=encrypted))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"),
         "-out", str(folder / "certificate.pem")],
        check=True, capture_output=True)  # fmt: skip
    # Debian has it outside of the path of a user.
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    nginx = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdin=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", plain)) == 0:
                    break
            time.sleep(0.05)
        with FaultServer(("127.0.0.1", 0), Faults) as faults:
            threading.Thread(target=faults.serve_forever, daemon=True).start()
            # In one piece, also if Python does not buffer.
            print(f"{plain} {encrypted} {faults.server_address[1]}", flush=True)
            sys.stdin.read()
    finally:
        nginx.terminate()
        nginx.wait()


if __name__ == "__main__":
    main()
