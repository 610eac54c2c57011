import Foundation
import HufuTestSupport
import Testing

/// `make limits` measures the release build, with more commands and files of 60 MiB, against a limit of 1 s.
@Suite("Files of 15 MiB of arbitrary bytes", .endsInTime)
struct LimitTests {
    @Test(
        "As a bundle, list or state file each is refused with a few lines, in seconds and in 200 MB of memory",
        .disabled(if: Sanitizer.isOn, "A sanitizer takes memory for itself."))
    func scannerFiles() throws {
        let script = Repository.root.appending(path: ".ci/limits").path
        let result = try TemporaryDirectory().result("'\(script)' \"$(command -v hufu)\" --quick --seconds 30")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains(#""runs": 145, "missed": 0"#), "\(result.output)")
    }
}
