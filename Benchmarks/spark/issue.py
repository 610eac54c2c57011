"""Issues licences with Apache Spark: each partition of the input goes through `hufu issue --batch`.

    spark-submit issue.py --input LINES --output FOLDER [options] -- HUFU ARGUMENT...

LINES are the input of `hufu issue --batch`. The arguments behind `--` start the command, without a file, on each worker:
`/opt/hufu/bin/hufu issue --batch --issuer URI --key KEY`. The output folder has `kind=issued` and `kind=rejected`; the
parts of each, one after the other in the order of their names, are in the order of the input.

A part becomes visible only when its task has been committed, so a worker that is killed leaves nothing behind, and the task
that replaces it issues the same lines again. With --range the entries of status lists come from a registry: a partition
claims a range by its name, and a repeated task gets the same range.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import IO

# hufu's exit statuses: every line signed; at least one line refused.
DONE, REFUSED = 0, 65


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, help="JSON Lines: a file, a folder, or a URL that Hadoop reads")
    parser.add_argument("--output", required=True, help="a folder that does not exist yet")
    parser.add_argument("--partitions", type=int, default=0, help="the least number of partitions; default: Spark's")
    parser.add_argument("--registry", help="the registry that gives out status list entries; needs --range")
    parser.add_argument("--range", help="a name for this run; a partition's range is NAME-PARTITION")
    parser.add_argument("command", nargs="+", help="-- hufu issue --batch ...")
    options = parser.parse_args(arguments)
    if (options.registry is None) != (options.range is None):
        parser.error("--registry and --range go together")
    return options


class Failed(Exception):
    """A command that ended with an error; Spark starts the task again, and gives up after `spark.task.maxFailures`."""


def with_entries(lines: IO[bytes], count: int, program: str, registry: str, name: str) -> Iterator[bytes]:
    """The lines, each with an entry of the range of that name."""
    claim = [program, "registry", "allocate", "--registry", registry, "--range", name, "--count", str(count)]
    claimed = subprocess.run(claim, capture_output=True, check=False)
    if claimed.returncode != DONE:
        raise Failed(f"{' '.join(claim)}: {claimed.stderr.decode(errors='replace').strip()}")
    entries = claimed.stdout.splitlines()
    if len(entries) != count:
        raise Failed(f"the range {name} has {len(entries)} entries instead of {count}")
    for line, entry in zip(lines, entries):
        try:
            record = json.loads(line)
        except ValueError:
            # hufu refuses it, with the place of the error.
            yield line
            continue
        if "license" not in record:
            record = {"license": record}
        yield json.dumps(record | json.loads(entry), ensure_ascii=False).encode() + b"\n"


def issue(
    partition: int, lines: Iterator[str], command: list[str], registry: str | None, name: str | None
) -> Iterator[tuple[str, str]]:
    """Pairs of a kind and an answer, one for each line of a partition, in their order."""
    with tempfile.TemporaryFile() as spool, tempfile.TemporaryFile() as errors:
        # A range has to be claimed as a whole, so the lines are counted first; a file keeps the memory small.
        count = 0
        for line in lines:
            if line.strip():
                spool.write(line.encode() + b"\n")
                count += 1
        if count == 0:
            return
        spool.seek(0)
        feed: Iterator[bytes] = iter(spool)
        if registry is not None:
            feed = with_entries(spool, count, command[0], registry, f"{name}-{partition}")

        process = subprocess.Popen([*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        failures: list[BaseException] = []

        def write() -> None:
            try:
                with process.stdin as stdin:
                    for line in feed:
                        stdin.write(line)
            except BrokenPipeError:
                pass  # The exit status says why the command has ended.
            except BaseException as error:  # The main thread raises it.
                failures.append(error)
                process.kill()

        writer = threading.Thread(target=write)
        writer.start()
        answers = 0
        try:
            for answer in process.stdout:
                answers += 1
                text = answer.decode().rstrip("\n")
                yield "rejected" if "error" in json.loads(text) else "issued", text
        finally:
            process.stdout.close()
            status = process.wait()
            writer.join()
        errors.seek(0)
        if failures:
            raise failures[0]
        if status not in (DONE, REFUSED) or answers != count:
            message = errors.read().decode(errors="replace").strip()
            raise Failed(f"partition {partition}: {answers} answers to {count} lines, status {status}: {message}")


def main() -> None:
    # Here, so that the tests of a partition need no Spark.
    from pyspark.sql import SparkSession

    options = parse()
    spark = SparkSession.builder.appName("hufu issue").getOrCreate()
    context = spark.sparkContext
    lines = context.textFile(options.input, minPartitions=options.partitions or None)
    command, registry, name = options.command, options.registry, options.range
    answers = lines.mapPartitionsWithIndex(lambda index, part: issue(index, part, command, registry, name))
    frame = spark.createDataFrame(answers, "kind string, value string")
    frame.write.partitionBy("kind").text(options.output)
    spark.stop()


if __name__ == "__main__":
    main()
