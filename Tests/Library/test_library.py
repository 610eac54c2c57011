"""Tests of libhufu as C programs see it: `make test-library` builds the library and the command, and runs them.

The programs are compiled with gcc, and run as they are, under the address sanitizer, and under valgrind.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / ".build/library"
EXAMPLES = ROOT / "Sources/HufuC/Examples"
HERE = Path(__file__).parent
HUFU = next((path for path in (ROOT / ".build/debug/hufu", ROOT / ".build/release/hufu") if path.exists()), None)
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
C11 = ["gcc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O1", "-g", *WARNINGS, f"-I{LIBRARY}"]
SHARED = [f"-L{LIBRARY}", f"-Wl,-rpath,{LIBRARY}", "-lhufu", "-lcrypto", "-lpthread"]
VALGRIND = ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
            "--show-leak-kinds=definite,indirect"]


def run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    options = {"capture_output": True, "text": True, **options}
    return subprocess.run([str(part) for part in command], check=False, **options)  # type: ignore[call-overload]


class LibraryTestCase(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def works(self, *command: object, **options: object) -> str:
        result = run(*command, **options)
        self.assertEqual(result.returncode, 0, f"{command}: {result.stdout[-2000:]}{result.stderr[-4000:]}")
        return result.stdout

    def compiled(self, source: Path, *options: str, name: str = "") -> Path:
        program = self.folder / (name or source.stem)
        self.works(*C11, *options, source, "-o", program, *SHARED)
        return program


class HeaderTests(LibraryTestCase):
    def test_the_header_compiles_as_c11_and_cxx17_with_all_warnings_as_errors(self) -> None:
        for language, compiler in (("c", ["gcc", "-std=c11"]), ("c++", ["g++", "-std=c++17"])):
            self.works(*compiler, "-pedantic", *WARNINGS, "-fsyntax-only", "-x", language, "-", input='#include "hufu.h"\n',
                       cwd=LIBRARY)

    def test_the_exported_symbols_are_the_functions_of_the_header(self) -> None:
        declared = set(re.findall(r"\b(hufu_\w+)\(", re.sub(r"/\*.*?\*/", "", (LIBRARY / "hufu.h").read_text(), flags=re.S)))
        listed = self.works("nm", "-D", "--defined-only", LIBRARY / "libhufu.so.1")
        exported = {line.split()[2].split("@")[0] for line in listed.splitlines() if line.split()[1] != "A"}
        self.assertEqual(exported, declared)
        self.assertGreater(len(declared), 30)

    def test_the_library_needs_no_swift_and_is_small_enough(self) -> None:
        needed = set(re.findall(r"NEEDED.*\[(.*)\]", self.works("readelf", "-d", LIBRARY / "libhufu.so.1")))
        allowed = {"libc.so.6", "libm.so.6", "libz.so.1", "libstdc++.so.6", "libgcc_s.so.1", "libqrencode.so.4", "libpng16.so.16",
                   "ld-linux-x86-64.so.2"}
        self.assertLessEqual(needed, allowed)
        self.assertLessEqual((LIBRARY / "libhufu.so.1").stat().st_size, 18_000_000)


class MemoryTests(LibraryTestCase):
    def test_hostile_arguments_are_errors_without_a_leak(self) -> None:
        self.checked(HERE / "hostile.c")

    def test_a_holder_answers_a_scanner_that_identifies_itself(self) -> None:
        self.checked(HERE / "challenges.c")

    def checked(self, source: Path) -> None:
        self.works(self.compiled(source))
        self.works(self.compiled(source, "-fsanitize=address", name="sanitized"))
        self.works(*VALGRIND, self.compiled(source))

    def test_the_address_sanitizer_and_valgrind_see_a_buffer_that_is_not_freed(self) -> None:
        source = self.folder / "leak.c"
        source.write_text('#include <hufu.h>\nint main(void) { hufu_buffer text = {0, 0}; hufu_sample_license(1, 0, &text, NULL);'
                          ' text.bytes = NULL; return 0; }\n')
        self.assertNotEqual(run(self.compiled(source, "-fsanitize=address", name="sanitized")).returncode, 0)
        self.assertEqual(run(*VALGRIND, self.compiled(source)).returncode, 99)

    def test_threads_share_a_verifier_and_memory_stays_flat(self) -> None:
        scans = int(os.environ.get("HUFU_C_SCANS", "10000"))
        line = self.works(self.compiled(HERE / "threads.c"), scans, 8)
        print(line, end="", file=sys.stderr)
        early, late = map(int, re.findall(r"kB (\d+) then (\d+)", line)[0])
        self.assertLess(late - early, 4_096)

    def test_threads_under_valgrind(self) -> None:
        self.works(*VALGRIND, self.compiled(HERE / "threads.c"), 200, 8)


class ExampleTests(LibraryTestCase):
    def flow(self, *tool: str, sanitizer: str = "") -> None:
        options = [sanitizer] if sanitizer else []
        issuer, holder, scanner = (self.compiled(EXAMPLES / f"{name}.c", *options) for name in ("issuer", "holder", "scanner"))

        def example(*command: object, status: int = 0, **more: object) -> str:
            result = run(*tool, *command, cwd=self.folder, **more)
            self.assertEqual(result.returncode, status, f"{command}: {result.stderr[-3000:]}")
            return result.stdout if status == 0 else result.stderr
        for name in ("issuer", "phone"):
            self.works("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.folder / f"{name}.pem")
        (self.folder / "license.json").write_bytes((ROOT / "Vectors/samples/cn-resident.json").read_bytes())
        result = run(*tool, holder, "phone.pem", "request", "challenge-16", cwd=self.folder, text=False)
        (self.folder / "request").write_bytes(result.stdout)
        credential = example(issuer, "issuer.pem", "license.json", "request", "challenge-16", '{"redact": "all"}')
        (self.folder / "credential.txt").write_text(credential)
        token = example(holder, "phone.pem", "present", "credential.txt", "code.png")
        self.assertEqual((self.folder / "code.png").read_bytes()[:4], b"\x89PNG")
        self.works("openssl", "pkey", "-in", "issuer.pem", "-pubout", "-out", "issuer.pub", cwd=self.folder)
        self.works(HUFU, "trust", "add", "--trust", "trust.json", "--issuer", "https://dl.example", "--key", "issuer.pub",
                   cwd=self.folder)
        # Under valgrind on a busy machine more than a time step passes.
        gate, plain = '{"replay": true, "skew": 600}', '{"skew": 600}'
        output = example(scanner, gate, "trust.json", input=f"{token}{token}nonsense\n")
        self.assertEqual(re.findall(r"^[A-Z]+  [a-z_.]+$", output, flags=re.M),
                         ["VALID  ok", "REJECTED  replay.repeated", "REJECTED  payload.prefix_unknown"])
        # A list that is refused does not stop a scanner; a trust list that is refused does.
        self.assertIn("VALID  ok", example(scanner, plain, "trust.json", "license.json", input=token))
        self.assertIn("json.name_unknown", example(scanner, '{"polcy": 1}', "trust.json", status=65))
        self.assertIn("argument.empty", example(scanner, "", "trust.json", status=65))
        self.assertIn("trust.is_key", example(scanner, plain, "issuer.pub", status=65))
        self.assertIn("request.challenge_mismatch", example(issuer, "issuer.pem", "license.json", "request", "challenge-17", status=65))
        self.assertIn("present.key_mismatch", example(holder, "issuer.pem", "present", "credential.txt", status=65))
        example(issuer, status=64)

    def test_the_examples_issue_present_and_verify_a_licence(self) -> None:
        self.flow()

    def test_the_examples_are_without_error_under_valgrind(self) -> None:
        # Programs that end with a failure leave their memory to the system, so leaks are looked for in the others only.
        self.flow("valgrind", "-q", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite")

    def test_the_examples_are_without_error_under_the_address_sanitizer(self) -> None:
        self.flow(sanitizer="-fsanitize=address")

    def test_the_scanner_has_at_most_60_lines(self) -> None:
        self.assertLessEqual(len((EXAMPLES / "scanner.c").read_text().splitlines()), 60)

    def test_all_vectors_pass_through_the_adapter(self) -> None:
        output = run(HUFU, "conformance", "--adapter", self.compiled(EXAMPLES / "adapter.c"), cwd=ROOT).stdout
        passed, failed = map(int, re.findall(r"^(\d+) passed, (\d+) failed$", output, flags=re.M)[0])
        unsupported = re.findall(r"^\w+ .*?\d+ NOT RUN: (?!no adapter).*$", output, flags=re.M)
        print(output.splitlines()[-1], "through the adapter in C", file=sys.stderr)
        self.assertGreater(passed, 4_700)
        self.assertEqual(failed, 0)
        self.assertEqual(unsupported, [])

    def test_the_adapter_is_without_error_under_the_address_sanitizer(self) -> None:
        adapter = self.compiled(EXAMPLES / "adapter.c", "-fsanitize=address")
        for part in ("trust-", "answers-", "hfc2-", "certificates-"):
            self.works(HUFU, "conformance", "--adapter", adapter, "--filter", part, cwd=ROOT)

    def test_a_program_linked_with_the_static_library_needs_no_libhufu(self) -> None:
        program = self.folder / "hostile"
        self.works(*C11, HERE / "hostile.c", "-o", program, LIBRARY / "libhufu.a", "-lqrencode", "-lpng16", "-lz", "-lstdc++",
                   "-lm", "-lpthread", "-ldl")
        self.works(program)
        self.assertNotIn("libhufu", self.works("readelf", "-d", program))


class ReadmeTests(LibraryTestCase):
    def test_the_example_in_c_of_the_readme_verifies_a_code(self) -> None:
        readme = (ROOT / "README.md").read_text()
        example = re.search(r"```c\n(.*?)```", readme, flags=re.S)
        assert example
        source = self.folder / "readme.c"
        source.write_text(f"""#include <stdio.h>
#include "{EXAMPLES}/files.h"
static void show(const hufu_buffer *json) {{ printf("%s\\n", (const char *)json->bytes); }}
static void refuse(const char *message, const char *advice) {{ printf("refused: %s %s\\n", message, advice); }}
static void ask(const char *advice) {{ printf("ask: %s\\n", advice); }}
int main(int count, char **arguments) {{
    size_t file_length, text_length;
    char *file = read_file(arguments[1], &file_length), *text = read_file(arguments[2], &text_length);
    (void)count; (void)require; (void)keep;
{example[1]}
    free(file);
    free(text);
    return 0;
}}
""")
        program = self.compiled(source)
        for name, options in (("issuer", []), ("phone", [])):
            self.works(HUFU, "key", "generate", "-o", f"{name}.pem", "--public", f"{name}.pub", *options, cwd=self.folder)
        (self.folder / "license.json").write_text(self.works(HUFU, "sample", "--count", "1"))
        self.works(HUFU, "issue", "license.json", "--issuer", "https://i.example", "--key", "issuer.pem",
                   "--holder-key", "phone.pub", "-o", "credential.txt", cwd=self.folder)
        self.works(HUFU, "trust", "add", "--trust", "trust.json", "--issuer", "https://i.example", "--key", "issuer.pub", cwd=self.folder)
        self.works(HUFU, "present", "credential.txt", "--key", "phone.pem", "-o", "token.txt", cwd=self.folder)
        self.assertIn('"code":"ok"', self.works(program, "trust.json", "token.txt", cwd=self.folder))
        (self.folder / "token.txt").write_text("HF1:nothing")
        self.assertIn("refused: ", self.works(program, "trust.json", "token.txt", cwd=self.folder))


class InstallTests(LibraryTestCase):
    def test_make_install_and_uninstall_in_a_prefix(self) -> None:
        prefix = self.folder / "prefix of mine"
        (prefix / "bin").mkdir(parents=True)
        (prefix / "bin/other").write_text("stays")
        make = ["make", "-s", "-C", ROOT, f"PREFIX={prefix}", "INSTALL_FROM=debug"]
        environment = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig"), "MAKEFLAGS": ""}
        self.works(*make, "install", env=environment)
        installed = {str(path.relative_to(prefix)) for path in prefix.rglob("*") if not path.is_dir()}
        for file in ("bin/hufu", "lib/libhufu.so.1", "lib/libhufu.so", "lib/libhufu.a", "lib/pkgconfig/hufu.pc", "include/hufu.h",
                     "share/man/man1/hufu.1", "share/man/man1/hufu-verify.1", "share/bash-completion/completions/hufu",
                     "share/zsh/site-functions/_hufu", "share/fish/vendor_completions.d/hufu.fish"):
            self.assertIn(file, installed)
        version = self.works(prefix / "bin/hufu", "--version").strip()
        self.assertEqual(self.works("pkg-config", "--modversion", "hufu", env=environment).strip(), version)
        page = run("man", "-l", prefix / "share/man/man1/hufu-verify.1", env={**environment, "MANPAGER": "cat"})
        if page.returncode == 0:
            self.assertIn("--trust", page.stdout)
        self.works("bash", "-n", prefix / "share/bash-completion/completions/hufu")
        source = self.folder / "version.c"
        source.write_text("#include <hufu.h>\n#include <stdio.h>\nint main(void) { puts(hufu_version()); return 0; }\n")
        flags = self.works("pkg-config", "--cflags", "--libs", "hufu", env=environment).strip()
        self.works("sh", "-c", f"gcc version.c -o version {flags}", cwd=self.folder)
        found = self.works(self.folder / "version", env={**environment, "LD_LIBRARY_PATH": str(prefix / "lib")}).strip()
        self.assertEqual(found, version)
        self.works(*make, "uninstall", env=environment)
        self.assertEqual([path.name for path in prefix.rglob("*") if not path.is_dir()], ["other"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
