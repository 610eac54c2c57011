internal import Dispatch
internal import Synchronization

/// Runs an asynchronous function on the thread that calls, which waits for it. So a callback for a key is called on the
/// thread of its caller, and no other thread is started.
final class CallingThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let isEnded = Mutex(false)
    private let events = DispatchSemaphore(value: 0)

    /// The result of `body`.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let (thread, answer) = (CallingThread(), Answer<Value>())
        Task(executorPreference: thread) {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            answer.result.withLock { $0 = result }
            thread.end()
        }
        thread.work()
        guard let result = answer.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    private final class Answer<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        events.signal()
    }

    private func end() {
        isEnded.withLock { $0 = true }
        events.signal()
    }

    private func work() {
        while true {
            events.wait()
            if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                // Safe: each job that was enqueued is run once.
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            } else if isEnded.withLock({ $0 }) {
                return
            }
        }
    }
}
