import Foundation
import HufuConformance
import HufuTestSupport
import Testing

/// The vectors against this library, and what the runner says of implementations and of files that are wrong.
@Suite("hufu conformance")
struct ConformanceTests {
    private static let vectors = Repository.vectors

    @Test("Every vector passes")
    func vectors() throws {
        let result = try TemporaryDirectory().result("hufu conformance '\(Self.vectors.path)'")
        let lines = result.output.split(separator: "\n")
        #expect(result.status == 0, "\(result.output.prefix(6_000))")
        let passed = lines.last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        #expect(passed >= 4_301)
        #expect(lines.last == "\(passed) passed, 0 failed")
        #if X509
            #expect(!result.output.contains("NOT RUN"))
        #else
            #expect(result.output.contains("NOT RUN: certificates in status lists (roots) are not supported"))
        #endif
    }

    @Test("The README's example in Swift runs the vectors of this folder")
    func example() throws {
        // README
        let suite = try VectorSuite(folder: "Vectors")
        let results = suite.cases.map { $0.run() }
        // README
        let examples = try Repository.examples()
        #expect(examples.count == 1)
        for example in examples { #expect(try Repository.readme(has: example)) }
        #expect(results.count >= 4_301 && results.count == suite.cases.count)
        let failed = zip(suite.cases, results).filter { if case .failed = $1 { true } else { false } }
        #expect(failed.map(\.0.id) == [])
    }

    @Test("Without a verifier of certificates, exactly the cases with roots are not run")
    func withoutCertificates() throws {
        let suite = try VectorSuite(folder: Self.vectors.path)
        let chosen = suite.cases.filter { $0.file == "certificates" || $0.file == "loading" }
        let notRun = chosen.filter { one in
            if case .notRun = one.run() { true } else { false }
        }
        let certified = chosen.filter { $0.file == "certificates" || $0.id.hasPrefix("loading-chain") }
        // This one is about a verifier without roots.
        #expect(notRun.map(\.id) == certified.map(\.id).filter { $0 != "loading-chain-no-roots" })
        #expect(notRun.count > 150)
    }

    @Test(
        "An adapter may say what it does not support, of the cases that have it and of no other",
        arguments: [
            ("roots", "certificates-ok", "certificates in status lists (roots) are not supported"),
            ("challenges", "answers-right-plain", "the challenges that were shown (challenges) are not supported"),
            ("text", "hfc2-ok", "the signed challenges that a holder reads (text) are not supported"),
        ])
    func unsupported(name: String, filter: String, reason: String) throws {
        let result = try ask("python3 adapter.py unsupported \(name)", filter)
        #expect(result.status == 1)
        #expect(result.output.contains("NOT RUN: \(reason)"))
        #expect(result.output.hasSuffix("\n0 passed, 0 failed\n"))
        let other = try ask("python3 adapter.py unsupported \(name)", Self.six)
        #expect(other.output.hasSuffix("\n0 passed, 6 failed\n"))
    }

    @Test("The library's own adapter and the Python reference read signed challenges as holders")
    func holders() throws {
        for adapter in ["hufu conformance --serve", Self.reference] {
            let result = try ask(adapter, "hfc2-ok")
            #expect(result.status == 0 && !result.output.contains("NOT RUN"), "\(result.output)")
        }
    }

    @Test("Cases can be filtered and listed, and a missing folder or filter is an error")
    func selection() throws {
        let directory = try TemporaryDirectory()
        let folder = "'\(Self.vectors.path)'"
        #expect(
            try directory.run("hufu conformance \(folder) --filter base32-rfc-foob --json").split(separator: "\n").last
                == #"{"passed":3,"failed":0,"not_run":0}"#)
        let list = try directory.run("hufu conformance \(folder) --list")
        #expect(list.contains("\ntoken-ok  "))
        #expect(list.split(separator: "\n").count >= 4_301)
        let nothing = try directory.result("hufu conformance \(folder) --filter token-of-nobody")
        #expect(nothing.status == 66)
        for path in [directory.url.path, "nowhere"] {
            let missing = try directory.result("hufu conformance '\(path)'")
            #expect(missing.status == 66)
            #expect(missing.output.isEmpty)
        }
    }

    @Test("The results are written as JUnit XML, which a parser reads")
    func junit() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            #"""
            {"description": "d", "profile": 1, "cases": [
              {"id": "base32-a", "comment": "", "spec": "", "flags": [], "text": "MY", "expect": {"valid": true, "bytes": "66"}},
              {"id": "base32-<&\"\u0007", "comment": "", "spec": "", "flags": [], "text": "MY", "expect": {"valid": false}}
            ]}
            """#, "base32.json")
        let result = try directory.result("hufu conformance . --junit results.xml")
        #expect(result.status == 1)
        let script = """
            import xml.etree.ElementTree as e
            root = e.parse('results.xml').getroot()
            print(root.tag, root.get('tests'), root.get('failures'), root.get('skipped'))
            print([(t.get('classname'), t.get('name'), [c.tag for c in t]) for t in root.iter('testcase')])
            """
        try directory.write(script, "read.py")
        #expect(
            try directory.run("python3 read.py") == """
                testsuites 2 1 0
                [('base32', 'base32-a', []), ('base32', 'base32-<&"\u{FFFD}', ['failure'])]

                """)
    }

    // MARK: Adapters

    private func ask(_ adapter: String, _ filter: String, _ options: String = "") throws -> Program.Result {
        let directory = try TemporaryDirectory()
        try Data(Self.adapter.utf8).write(to: directory.url.appending(path: "adapter.py"))
        return try directory.result(
            "hufu conformance '\(Self.vectors.path)' --adapter \"\(adapter)\" --filter \(filter) \(options)")
    }

    @Test("The library's own adapter and the Python reference pass")
    func rightAdapters() throws {
        let own = try ask("hufu conformance --serve", "challenge-")
        #expect(own.status == 0, "\(own.output)")
        #expect(own.output.hasSuffix(" passed, 0 failed\n"))
        let other = try ask(Self.reference, "challenge-")
        #expect(other.output == own.output)
    }

    /// The adapter of the Python reference.
    private static let reference = {
        let folder = Repository.root.appending(path: "Tests/Reference").path
        let python = Repository.python.path
        return "env PYTHONDONTWRITEBYTECODE=1 'PYTHONPATH=\(folder)' '\(python)' -m hufu_reference.adapter"
    }()

    /// The six cases of this filter are all to be rejected.
    private static let six = "challenge-wrong-"

    @Test("An adapter that always answers \"valid\" fails each case that expects a rejection")
    func alwaysValid() throws {
        let result = try ask("python3 adapter.py valid", Self.six)
        #expect(result.status == 1)
        #expect(result.output.hasSuffix("\n0 passed, 6 failed\n"))
        #expect(
            result.output.contains(
                #"FAILED  challenge-wrong-65: verdict: "rejected" expected, "valid" answered"#))
    }

    /// The run goes on with a new process, whose third answer is that to the sixth case.
    @Test(
        "An adapter whose every third answer is missing or wrong fails exactly those cases",
        arguments: [
            ("crash", "no answer: it ended with status 3"), ("kill", "no answer: signal 9 ended it"),
            ("silent", "no answer in 5.0 seconds"), ("id", #"the answer is to "someone-else""#),
            ("garbage", #"no JSON answered: "garbage""#), ("twice", "the answer is to "),
        ])
    func thirdAnswer(fault: String, reason: String) throws {
        let result = try ask("python3 adapter.py \(fault)", Self.six, "--timeout 5s")
        #expect(result.status == 1)
        #expect(result.output.hasSuffix("4 passed, 2 failed\n"), "\(result.output)\(result.errors)")
        #expect(result.output.components(separatedBy: reason).count == 3, "\(result.output)")
    }

    @Test("An adapter that never answers is given up after 20 failures, and a single answer after the time limit")
    func noAnswer() throws {
        let result = try ask("true", "challenge-")
        #expect(result.status == 1)
        #expect(result.output.contains("not asked: the adapter has failed 20 times one after another"))
        #expect(!result.output.contains(" passed\n"))
        #expect(try ask("sleep 100", "challenge-wrong-65", "--timeout 5s").output.contains("no answer in 5.0 seconds"))
        #expect(try ask("there-is-no-such-program", Self.six).status == 66)
    }

    @Test("Cases of layers that an adapter cannot be asked about are reported as not run, and the run fails")
    func layers() throws {
        let result = try ask("hufu conformance --serve", "base32-rfc")
        #expect(result.status == 1)
        #expect(result.output.contains("NOT RUN: no adapter can be asked about layers"))
    }

    /// Asks the library, and spoils the third answer.
    private static let adapter = """
        import json, os, subprocess, sys, time
        fault = sys.argv[1]
        right = subprocess.Popen(["hufu", "conformance", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number, line in enumerate(sys.stdin.buffer, 1):
            right.stdin.write(line)
            right.stdin.flush()
            answer = right.stdout.readline().decode()
            if fault == "valid":
                answer = {"id": json.loads(line)["id"], "verdict": "valid", "code": "ok", "notices": []}
                answer = json.dumps(answer) + "\\n"
            elif fault == "unsupported":
                answer = json.dumps({"id": json.loads(line)["id"], "unsupported": sys.argv[2]}) + "\\n"
            elif number == 2 and fault == "twice":
                answer += answer
            elif number == 3:
                if fault == "crash":
                    sys.exit(3)
                if fault == "kill":
                    os.kill(os.getpid(), 9)
                if fault == "silent":
                    time.sleep(100)
                if fault == "id":
                    answer = json.dumps({**json.loads(answer), "id": "someone-else"}) + "\\n"
                if fault == "garbage":
                    answer = "garbage\\n"
            sys.stdout.write(answer)
            sys.stdout.flush()

        """

    // MARK: Vectors that are wrong

    /// A change to a file, and the reported reason.
    @Test(
        "A vector file with a wrong member fails, and the report names the fault",
        arguments: [
            (#""flags": []"#, #""flags": [], "note": 1"#, "note"),
            (#""code": "token.challenge_mismatch""#, #""code": "token.strange""#, "there is no code token.strange"),
            (#""verdict": "rejected""#, #""verdict": "valid""#, "the verdict of"),
            (#""notices": ["#, #""notices": ["strange","#, "notices"),
            (#""profile": 1"#, #""profile": 2"#, "profile"),
            (#""cases": ["#, #""more": ["#, "cases"),
            ("challenge-missing-required", "challenge-missing", "another case has this id too"),
            ("challenge-right-required", "right-required", "the id does not begin with challenge-"),
        ])
    func strictFiles(text: String, change: String, reason: String) throws {
        let directory = try TemporaryDirectory()
        let file = try String(contentsOf: Self.vectors.appending(path: "challenge.json"), encoding: .utf8)
        let place = try #require(file.range(of: text))
        let folder = directory.url.appending(path: "vectors")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.replacingCharacters(in: place, with: change).utf8).write(
            to: folder.appending(path: "challenge.json"))
        let result = try directory.result("hufu conformance vectors")
        #expect(result.status == 1)
        #expect(result.output.contains("FAILED"))
        #expect(result.output.contains(reason), "\(result.output)")
        #expect(result.output.hasSuffix(" 1 failed\n"))
    }

    @Test(
        "A vector file without cases fails", arguments: ["", "{}", #"{"description": "", "profile": 1, "cases": []}"#])
    func emptyFile(text: String) throws {
        let directory = try TemporaryDirectory()
        let folder = directory.url.appending(path: "vectors")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: "token.json"))
        let result = try directory.result("hufu conformance vectors --filter anything")
        #expect(result.status == 1)
        #expect(result.output.hasSuffix("0 passed, 1 failed\n"), "\(result.output)\(result.errors)")
    }
}
