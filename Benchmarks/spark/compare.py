"""Issues the same licences with the plain command, with Spark in one process, and with a Spark cluster of which a worker is
killed midway. The exit status is 1 unless all three give the same records, byte for byte.

    compare.py HUFU [--count N]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
# Ed25519 without redaction: a signature has no random part, so equal records have equal bytes.
NOW = "1790000000"


def run(*command: str | Path) -> float:
    """Runs a command, and returns the seconds that it took."""
    start = time.monotonic()
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return time.monotonic() - start


def environment() -> dict[str, str]:
    return {
        **os.environ, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


def spark(master: str, lines: Path, output: Path, issue: list[str]) -> subprocess.Popen[bytes]:
    """Starts the job."""
    command = [
        sys.executable, str(HERE / "issue.py"), "--input", str(lines),
        "--output", str(output), "--partitions", "8", "--", *issue,
    ]
    settings = f"--master {master} --conf spark.ui.enabled=false --conf spark.executor.memory=1g pyspark-shell"
    log = open(output.with_suffix(".log"), "wb")
    return subprocess.Popen(
        command, env={**environment(), "PYSPARK_SUBMIT_ARGS": settings}, stdout=log, stderr=log)


def wait(job: subprocess.Popen[bytes], output: Path) -> None:
    if job.wait() != 0:
        sys.exit(f"the Spark job ended with {job.returncode}:\n" + output.with_suffix(".log").read_text()[-4000:])


def executors(job: int) -> list[int]:
    """The processes of the cluster's executors, which descend from the job."""
    parents, names = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
            names[int(entry.name)] = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])

    def descends(process: int) -> bool:
        while process in parents:
            if process == job:
                return True
            process = parents[process]
        return False
    return [p for p, name in names.items() if b"CoarseGrainedExecutorBackend" in name and descends(p)]


def kill_one(job: subprocess.Popen[bytes], output: Path) -> None:
    """Kills an executor once the first tasks have been committed and others have not."""
    temporary = output / "_temporary"
    while job.poll() is None:
        committed = list(temporary.glob("*/task_*"))
        running = executors(job.pid)
        if committed and running:
            os.kill(running[0], signal.SIGKILL)
            print(f"killed executor {running[0]} after {len(committed)} of the tasks")
            return
        time.sleep(0.02)
    sys.exit("the job ended before a worker could be killed; take a larger --count")


def records(output: Path) -> bytes:
    parts = sorted((output / "kind=issued").glob("part-*"))
    return b"".join(part.read_bytes() for part in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hufu", type=Path)
    parser.add_argument("--count", type=int, default=200_000)
    options = parser.parse_args()
    hufu = options.hufu.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key, lines, plain = folder / "issuer.pem", folder / "lines.jsonl", folder / "plain.jsonl"
        run(hufu, "key", "generate", "--algorithm", "ed25519", "-o", key, "--public", folder / "issuer.pub")
        with open(lines, "wb") as file:
            subprocess.run(
                [hufu, "sample", "--batch", "--count", str(options.count), "--at", NOW], stdout=file, check=True)
        issue = [str(hufu), "issue", "--batch", "--issuer", "https://specimen.example", "--key", str(key), "--at", NOW,
                 "--redact", "none"]

        alone = run(*issue, lines, "-o", plain)
        expected = plain.read_bytes()
        if expected.count(b"\n") != options.count:
            sys.exit("the plain command did not issue all records")
        print(f"plain command: {options.count / alone:,.0f} licences a second")

        local = folder / "local"
        start = time.monotonic()
        wait(spark("local[2]", lines, local, issue), local)
        took = time.monotonic() - start
        print(f"local[2], start of the JVM included: {options.count / took:,.0f} a second, {took / alone:.2f} times as long")
        if records(local) != expected:
            sys.exit("local[2] gave other records than the plain command")

        cluster = folder / "cluster"
        job = spark("local-cluster[2,1,1024]", lines, cluster, issue)
        kill_one(job, cluster)
        wait(job, cluster)
        if records(cluster) != expected:
            sys.exit("the cluster gave other records than the plain command")
        if list(cluster.glob("kind=rejected")):
            sys.exit("the cluster rejected records that the plain command issued")
        print(f"{options.count} records: the same bytes from all three, a worker killed midway")


if __name__ == "__main__":
    main()
