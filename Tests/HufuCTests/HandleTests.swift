import CHufu
import Foundation
import HufuTestSupport
import Testing

@testable import HufuC

/// The functions of `hufu.h` as C calls them. `Tests/Library` tests the linked library with programs in C.
@Suite("C functions", .serialized)
struct HandleTests {
    private func error(_ body: (UnsafeMutablePointer<hufu_error>) -> Int32) -> (
        result: Int32, code: String, place: String
    ) {
        var error = hufu_error()
        let result = body(&error)
        return (
            result, withUnsafeBytes(of: error.code) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) },
            withUnsafeBytes(of: error.location) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        )
    }

    private func newKey() -> OpaquePointer? {
        var key: OpaquePointer?
        _ = hufu_key_generate(HUFU_ESP256, &key, nil)
        return key
    }

    @Test("A handle that was freed is an error, also when another object has its place")
    func freedHandle() throws {
        let old = try #require(newKey())
        #expect(hufu_free(UnsafeMutableRawPointer(old), nil) == HUFU_OK)
        let new = try #require(newKey())
        var pem = hufu_buffer()
        #expect(
            error { hufu_key_public_pem(old, &pem, $0) } == (HUFU_FAILED, "argument.handle_invalid", "key, a hufu_key"))
        #expect(pem.bytes == nil)
        #expect(error { hufu_free(UnsafeMutableRawPointer(old), $0) }.code == "argument.handle_invalid")
        #expect(hufu_key_public_pem(new, &pem, nil) == HUFU_OK)
        hufu_buffer_free(&pem)
        #expect(hufu_free(UnsafeMutableRawPointer(new), nil) == HUFU_OK)
    }

    @Test("NULL, an address, a handle of another kind and any number are refused as handles")
    func hostileHandles() throws {
        let key = try #require(newKey())
        defer { _ = hufu_free(UnsafeMutableRawPointer(key), nil) }
        var place = 0
        withUnsafeMutablePointer(to: &place) { address in
            #expect(
                error { hufu_verifier_load_trust(OpaquePointer(address), nil, 0, 0, $0) }.code
                    == "argument.handle_invalid")
        }
        #expect(error { hufu_verifier_load_trust(nil, nil, 0, 0, $0) } == (HUFU_FAILED, "argument.null", "verifier"))
        #expect(error { hufu_verifier_load_trust(key, nil, 0, 0, $0) }.code == "argument.handle_invalid")
        var random = SeededGenerator(seed: 16)
        for _ in 0..<10_000 {
            let number = UInt.random(in: 1...UInt.max, using: &random)
            #expect(
                error { hufu_verifier_load_trust(OpaquePointer(bitPattern: number), nil, 0, 0, $0) }.result
                    == HUFU_FAILED)
        }
    }

    @Test("Impossible lengths, NULL with a length and texts that are not UTF-8 are errors that name the argument")
    func hostileInputs() throws {
        var key: OpaquePointer?
        var (text, challenge) = (hufu_buffer(), hufu_buffer())
        #expect(error { hufu_key_read(nil, 5, &key, $0) } == (HUFU_FAILED, "argument.null", "file"))
        #expect(error { hufu_key_read("x", -1, &key, $0) } == (HUFU_FAILED, "argument.too_long", "file"))
        #expect(error { hufu_key_read("x", .max, &key, $0) } == (HUFU_FAILED, "argument.too_long", "file"))
        #expect(error { hufu_key_read("x", 1, nil, $0) } == (HUFU_FAILED, "argument.null", "key"))
        #expect(
            error { hufu_challenge_read([0x48, 0xff] as [UInt8], 2, &challenge, $0) }.code == "argument.text_invalid")
        #expect(
            error { hufu_qr_png([0xc3] as [UInt8], 1, nil, 0, &text, $0) } == (
                HUFU_FAILED, "argument.text_invalid", "text"
            ))
        #expect(error { hufu_key_generate(3, &key, $0) } == (HUFU_FAILED, "argument.number_invalid", "algorithm"))
        #expect(
            error { hufu_sample_license(10_000, 0, &text, $0) } == (HUFU_FAILED, "argument.number_invalid", "number"))
        // Without a place for the description the result alone tells.
        #expect(hufu_key_read(nil, 5, &key, nil) == HUFU_FAILED)
        #expect(key == nil && text.bytes == nil && challenge.bytes == nil)
    }

    @Test("An unknown option is an error with its place, and nothing is made")
    func unknownOption() {
        var png = hufu_buffer()
        let found = error { hufu_qr_png("A", 1, #"{"skale": 4}"#, 12, &png, $0) }
        #expect(found.code == "json.name_unknown")
        #expect(found.place.contains("line 1, column 2"))
        #expect(png.bytes == nil)
    }

    @Test("A failed verification has no outcome")
    func failedVerification() {
        var verdict = hufu_verdict()
        verdict.outcome = HUFU_VALID
        #expect(hufu_verify(nil, "x", 1, nil, 0, 0, &verdict, nil, nil) == HUFU_FAILED)
        #expect(verdict.outcome == HUFU_NO_OUTCOME)
    }

    @Test("A failed verification has no outcome and no report, whichever place is missing")
    func failedReport() {
        var (verdict, report) = (hufu_verdict(), OpaquePointer(bitPattern: 5))
        verdict.outcome = HUFU_VALID
        #expect(
            error { hufu_verify_report(nil, "x", 1, nil, 0, 0, &verdict, nil, $0) }
                == (HUFU_FAILED, "argument.null", "report"))
        #expect(verdict.outcome == HUFU_NO_OUTCOME)
        #expect(
            error { hufu_verify_report(nil, "x", 1, nil, 0, 0, nil, &report, $0) }
                == (HUFU_FAILED, "argument.null", "verdict"))
        #expect(report == nil)
    }

    @Test("An address with the length 0 is not taken for a policy, a challenge or options that are left out")
    func emptyInputs() throws {
        var (verifier, verdict, png) = (OpaquePointer?.none, hufu_verdict(), hufu_buffer())
        #expect(
            error { hufu_verifier_new("", 0, 0, nil, &verifier, $0) } == (HUFU_FAILED, "argument.empty", "policy"))
        #expect(hufu_verifier_new(nil, 0, 0, nil, &verifier, nil) == HUFU_OK)
        let scanner = try #require(verifier)
        defer { _ = hufu_free(UnsafeMutableRawPointer(scanner), nil) }
        #expect(
            error { hufu_verify(scanner, "x", 1, "", 0, 0, &verdict, nil, $0) }
                == (HUFU_FAILED, "argument.empty", "challenge"))
        #expect(hufu_verify(scanner, "x", 1, nil, 0, 0, &verdict, nil, nil) == HUFU_OK)
        #expect(error { hufu_qr_png("A", 1, "", 0, &png, $0) } == (HUFU_FAILED, "argument.empty", "options"))
    }

    @Test("Handles are distinct and live until they are freed, on any number of threads")
    func concurrentHandles() async {
        let before = hufu_live_handles()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 {
                        let handles = (0..<5).compactMap { _ in
                            var challenge: OpaquePointer?
                            _ = hufu_challenge_new(&challenge, nil)
                            return challenge.map { UInt(bitPattern: $0) }
                        }
                        #expect(Set(handles).count == 5)
                        for handle in handles {
                            #expect(hufu_free(UnsafeMutableRawPointer(bitPattern: handle), nil) == HUFU_OK)
                        }
                    }
                }
            }
        }
        #expect(hufu_live_handles() == before)
    }

    @Test("A text that is too long for its field is cut after a whole character, and ends with zero")
    func fieldLimits() {
        var field: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (9, 9, 9, 9, 9, 9)
        write("a虎符", to: &field)
        #expect(withUnsafeBytes(of: field) { Array($0) }.prefix(5) == [0x61, 0xe8, 0x99, 0x8e, 0])
        write("abcde", to: &field)
        #expect(withUnsafeBytes(of: field) { Array($0) } == Array("abcde".utf8) + [0])
        write("abcdef", to: &field)
        #expect(withUnsafeBytes(of: field) { Array($0) } == Array("abcde".utf8) + [0])
    }

    @Test("A callback signs on the thread of the caller; a wrong signature and a failure are errors")
    func callbackThread() throws {
        let key = try #require(newKey())
        defer { _ = hufu_free(UnsafeMutableRawPointer(key), nil) }
        var (pem, request, external) = (hufu_buffer(), hufu_buffer(), OpaquePointer?.none)
        #expect(hufu_key_public_pem(key, &pem, nil) == HUFU_OK)
        defer { hufu_buffer_free(&pem) }
        final class Seen { var (thread, result) = (pthread_t?.none, Int32(0)) }
        let seen = Seen()
        let sign: hufu_sign = { context, _, length, _ in
            guard let context else { return 9 }
            let seen = Unmanaged<Seen>.fromOpaque(context).takeUnretainedValue()
            seen.thread = pthread_self()
            return length > 0 ? seen.result : 9
        }
        let context = Unmanaged.passUnretained(seen).toOpaque()
        #expect(hufu_key_external(pem.bytes, pem.length, sign, context, &external, nil) == HUFU_OK)
        let handle = try #require(external)
        defer { _ = hufu_free(UnsafeMutableRawPointer(handle), nil) }
        #expect(error { hufu_key_request(handle, "challenge", 9, 0, &request, $0) }.code == "signer.signature_invalid")
        #expect(seen.thread == pthread_self())
        seen.result = 7
        #expect(
            error { hufu_key_request(handle, "challenge", 9, 0, &request, $0) }
                == (HUFU_FAILED, "signer.callback_failed", "result 7"))
        #expect(error { hufu_key_private_pem(handle, &request, $0) }.result == HUFU_FAILED)
        #expect(request.bytes == nil)
    }
}
