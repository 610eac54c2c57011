"""Issues the same licences with the plain command, with Spark in one process, and with a Spark cluster of which a worker is
killed midway. The exit status is 1 unless all three give the same records, byte for byte, and the same rejects.

    compare.py HUFU [--count N] [--partitions N]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
# Ed25519 without redaction: a signature has no random part, so equal records have equal bytes.
NOW = "1790000000"
# One line in so many is faulty.
FAULTY = 500
# Runs the command behind it, but only the first two tasks at once: the others wait until a worker was killed.
HOLD = """for number in 1 2; do
    if mkdir "$1/task-$number" 2>/dev/null; then number=; break; fi
done
if [ -n "$number" ]; then until [ -e "$1/killed" ]; do sleep 0.1; done; fi
shift
exec "$@"
"""


def run(*command: str | Path, status: int = 0) -> float:
    """Runs a command, and returns the seconds that it took."""
    start = time.monotonic()
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != status:
        sys.exit(f"{' '.join(map(str, command))} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return time.monotonic() - start


def environment() -> dict[str, str]:
    return {
        **os.environ, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


def spark(master: str, lines: Path, output: Path, partitions: int, issue: list[str]) -> subprocess.Popen[bytes]:
    """Starts the job."""
    command = [
        sys.executable, str(HERE / "issue.py"), "--input", str(lines),
        "--output", str(output), "--partitions", str(partitions), "--", *issue,
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


def kill_one(job: subprocess.Popen[bytes], output: Path, mark: Path) -> None:
    """Kills an executor once the first task has been committed; others are running then."""
    while job.poll() is None:
        committed = list((output / "_temporary").glob("*/task_*"))
        running = executors(job.pid)
        if committed and running:
            os.kill(running[0], signal.SIGKILL)
            mark.touch()
            print(f"killed one of {len(running)} executors after {len(committed)} of the tasks", flush=True)
            return
        time.sleep(0.1)
    sys.exit("the job ended before a worker could be killed:\n" + output.with_suffix(".log").read_text()[-4000:])


def clean(folders: set[Path]) -> None:
    """Removes what the workers of a local cluster leave in Spark's own folder."""
    for folder in work_folders() - folders:
        shutil.rmtree(folder, ignore_errors=True)


def work_folders() -> set[Path]:
    import pyspark
    return set((Path(pyspark.__file__).parent / "work").glob("app-*"))


def records(output: Path) -> bytes:
    parts = sorted((output / "kind=issued").glob("part-*"))
    return b"".join(part.read_bytes() for part in parts)


def rejects(lines: bytes) -> list[tuple[object, ...]]:
    """What was rejected and why, without the number of the line, which counts within a partition."""
    answers = [json.loads(line) for line in lines.splitlines()]
    return [(answer["id"], answer["error"]["code"], answer["error"]["message"]) for answer in answers]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hufu", type=Path)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--partitions", type=int, default=8)
    options = parser.parse_args()
    hufu = options.hufu.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key, lines, plain = folder / "issuer.pem", folder / "lines.jsonl", folder / "plain.jsonl"
        run(hufu, "key", "generate", "--algorithm", "ed25519", "-o", key, "--public", folder / "issuer.pub")
        sample = [hufu, "sample", "--batch", "--count", str(options.count), "--at", NOW]
        with open(lines, "wb") as file, subprocess.Popen(sample, stdout=subprocess.PIPE) as process:
            for number, line in enumerate(process.stdout or (), 1):
                file.write(line.replace(b"birth_date", b"birthdate") if number % FAULTY == 0 else line)
        issue = [str(hufu), "issue", "--batch", "--issuer", "https://specimen.example", "--key", str(key), "--at", NOW,
                 "--redact", "none"]

        alone = run(*issue, lines, "-o", plain, status=65)
        answers = plain.read_bytes().splitlines(keepends=True)
        faulty = [line for line in answers if b'"error"' in line]
        expected, refused = b"".join(line for line in answers if b'"error"' not in line), rejects(b"".join(faulty))
        if len(answers) != options.count or len(refused) != options.count // FAULTY:
            sys.exit(f"the plain command gave {len(answers)} answers to {options.count} lines, {len(refused)} of them rejects")
        print(f"plain command: {alone:.1f} s, {options.count / alone:,.0f} licences a second", flush=True)

        def check(output: Path, took: float, what: str) -> None:
            if records(output) != expected:
                sys.exit(f"{what} gave other records than the plain command")
            found = b"".join(part.read_bytes() for part in sorted((output / "kind=rejected").glob("part-*")))
            if rejects(found) != refused:
                sys.exit(f"{what} rejected other lines than the plain command")
            print(f"{what}: {took:.1f} s with the start of Spark, {took - alone:.1f} s more than the plain command", flush=True)

        local, start = folder / "local", time.monotonic()
        wait(spark("local[2]", lines, local, options.partitions, issue), local)
        check(local, time.monotonic() - start, "local[2]")

        before = work_folders()
        cluster, start = folder / "cluster", time.monotonic()
        (folder / "hold").write_text(HOLD)
        held = ["sh", str(folder / "hold"), str(folder), *issue]
        job = spark("local-cluster[2,1,1024]", lines, cluster, options.partitions, held)
        try:
            kill_one(job, cluster, folder / "killed")
            wait(job, cluster)
        finally:
            clean(before)
        check(cluster, time.monotonic() - start, "local-cluster[2,1,1024], a worker killed midway")
        print(f"{len(answers) - len(refused):,} records and {len(refused):,} rejects: the same from all three")


if __name__ == "__main__":
    main()
