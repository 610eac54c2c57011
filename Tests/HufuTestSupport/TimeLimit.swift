import Foundation
public import Testing

/// What the sanitizers change for tests. The Makefile names the sanitizer in `HUFU_SANITIZER`.
public enum Sanitizer {
    /// Whether the tests run under one.
    public static let isOn = ProcessInfo.processInfo.environment["HUFU_SANITIZER"] != nil
}

extension Trait where Self == TimeLimitTrait {
    /// The limit of a test that would wait forever if what it tests were broken. It is many times what the test takes,
    /// because all tests begin at the same time and wait for each other.
    public static var endsInTime: Self { .timeLimit(.minutes(Sanitizer.isOn ? 120 : 30)) }
}
