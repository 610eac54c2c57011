import CFuzzer

@testable import Hufu

extension FuzzTarget {
    /// Programs of calls of libhufu, as `calls.c` reads them: functions in any order, with results of earlier calls,
    /// freed handles and arbitrary bytes as arguments.
    static let calls = FuzzTarget(
        name: "calls", longest: 2_048,
        // A code of 10,000 steps is minted, and a picture of a code is drawn.
        budget: FuzzTarget.Budget(bytes: 2 << 30, nanoseconds: 20_000_000_000),
        seeds: { vectors in
            let scan = try vectors.cases("credential", most: 1).first?["input"]?.string() ?? ""
            let trust = JSONWriter.bytes(try vectors.file("credential")["trusts"]?["main"]?.value ?? .null)
            return [
                // An issuer, a holder and a scanner.
                Program.bytes([
                    ("key_generate", [.number(1)]), ("key_generate", [.number(2)]),
                    ("issuer_new", [.text("https://i.example"), .number(0)]),
                    ("sample_license", [.number(7), .number(0), .number(0)]),
                    ("issue", [.number(2), .result(0), .number(1), .text("{}"), .number(0), .number(0)]),
                    ("holder_new", [.result(1), .number(1)]),
                    ("present", [.number(3), .text("{}"), .text(""), .number(0), .number(1)]),
                    ("trust_add", [.text(""), .text("https://i.example"), .text("I"), .number(0)]),
                    ("verifier_new", [.text(""), .number(255), .number(1), .number(0)]),
                    ("verifier_load_trust", [.number(4), .result(0), .number(0), .number(0)]),
                    ("verify", [.number(4), .result(3), .text(""), .number(0), .number(1)]),
                ]),
                // A verifier of the vectors' trust list.
                Program.bytes([
                    (
                        "verifier_new",
                        [.text(#"{"preset":"roadside","status":"ignored"}"#), .number(255), .number(1), .number(0)]
                    ),
                    ("verifier_load_trust", [.number(0), .data(trust), .number(0), .number(0)]),
                    ("verify", [.number(0), .text(scan), .text(""), .number(0), .number(0)]),
                    ("verify_report", [.number(0), .text(scan), .text(""), .number(0), .number(0)]),
                    ("report_json", [.number(1)]), ("verifier_rollback_state", [.number(0)]),
                    ("verifier_join_rollback_state", [.number(0), .result(1)]), ("free", [.number(0)]),
                    ("verify", [.number(0), .text(scan), .text(""), .number(0), .number(0)]),
                ]),
                // A scanner asks, and a holder answers.
                Program.bytes([
                    ("key_generate", [.number(1)]), ("key_generate", [.number(1)]),
                    (
                        "certify_scanner",
                        [
                            .text("https://a.example"), .number(0), .number(1),
                            .text(#"{"id":"s","name":"S","allow":["birth_date"]}"#), .number(0),
                            .number(0),
                        ]
                    ),
                    (
                        "challenge_sign",
                        [.result(0), .number(1), .text(#"{"ask":["birth_date"]}"#), .number(0), .number(1)]
                    ),
                    ("challenge_text", [.number(2)]),
                    ("trust_add_authority", [.text(""), .text("https://a.example"), .text(""), .number(0)]),
                    ("verifier_new", [.text(""), .number(255), .number(1), .number(0)]),
                    ("verifier_load_trust", [.number(3), .result(2), .number(0), .number(0)]),
                    ("challenge_identify", [.number(3), .result(1), .number(0), .number(2)]),
                    ("identified_challenge_json", [.number(4), .text("")]),
                ]),
                Program.bytes([
                    ("key_generate", [.number(2)]), ("key_private_pem", [.number(0)]), ("key_read", [.result(0)]),
                    ("key_public_pem", [.number(1)]),
                    ("key_external", [.result(1), .number(0)]),
                    ("key_request", [.number(0), .text("0123456789abcdef"), .number(0), .number(0)]),
                    ("key_request_read", [.result(2), .text("0123456789abcdef")]),
                    ("replay_memory_new", [.number(1), .number(9)]),
                    ("replay_memory_external", [.number(0)]), ("challenge_new", []),
                    ("qr_png", [.text("HF1:ABC"), .text("{}")]),
                ]),
            ]
        },
        body: { input in
            // Safe: the program does not keep the bytes, and its texts are static.
            guard let broken = unsafe input.withUnsafeBufferPointer({ unsafe fuzz_calls($0.baseAddress, $0.count) })
            else { return }
            unsafe fail(String(cString: broken))
        })
}

/// A program for `calls.c`.
private enum Program {
    enum Argument {
        /// A byte: a handle, a choice, or a part of a time.
        case number(UInt8)
        case text(String)
        case data([UInt8])
        /// The result of an earlier call.
        case result(UInt8)

        var bytes: [UInt8] {
            switch self {
            case .number(let number): [number]
            case .text(let text): Self.bytes(Array(text.utf8))
            case .data(let bytes): Self.bytes(bytes)
            case .result(let number): [0x80 | number]
            }
        }

        private static func bytes(_ bytes: [UInt8]) -> [UInt8] {
            [UInt8(truncatingIfNeeded: bytes.count >> 8) & 0x7f, UInt8(truncatingIfNeeded: bytes.count)] + bytes
        }
    }

    static func bytes(_ calls: [(String, [Argument])]) -> [UInt8] {
        calls.flatMap { name, arguments in
            // Safe: the text ends with a zero byte, and is not kept.
            unsafe [UInt8(clamping: fuzz_function(name))] + arguments.flatMap(\.bytes)
        }
    }
}
