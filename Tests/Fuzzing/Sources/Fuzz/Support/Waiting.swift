@testable import HufuC

/// The result of an asynchronous function, which runs on this thread.
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    try CallingThread.run(body)
}
