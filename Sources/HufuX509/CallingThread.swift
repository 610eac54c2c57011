#if X509
    internal import Dispatch
    internal import Synchronization

    /// Runs an asynchronous function to its end on the thread that calls it. Lists are loaded by synchronous functions,
    /// and a thread of the pool need not be free.
    final class CallingThread: TaskExecutor {
        private let jobs = Mutex<[UnownedJob]>([])
        private let isWaiting = DispatchSemaphore(value: 0)

        private init() {}

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            jobs.withLock { $0.append(job) }
            isWaiting.signal()
        }

        static func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
            let (thread, result) = (CallingThread(), Result<Value>())
            Task(executorPreference: thread) {
                let value = await body()
                result.value.withLock { $0 = value }
            }
            while true {
                thread.isWaiting.wait()
                let job = thread.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                // Safe: a job is run once, by the thread that has taken it from the queue.
                unsafe job?.runSynchronously(on: thread.asUnownedTaskExecutor())
                if let value = result.value.withLock({ $0 }) { return value }
            }
        }

        private final class Result<Value: Sendable>: Sendable {
            let value = Mutex<Value?>(nil)
        }
    }
#endif
