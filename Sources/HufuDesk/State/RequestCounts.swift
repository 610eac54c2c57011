internal import Synchronization

/// How many requests each path has answered, with which status, and how long that took.
final class RequestCounts: Sendable {
    struct Key: Hashable {
        let path: String
        let status: Int
    }

    struct Times: Sendable {
        /// The upper bounds of the histogram, in milliseconds.
        static let bounds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500]

        /// Requests within each bound, each counted at its smallest.
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = Duration.zero
    }

    private struct State {
        var requests: [Key: Int] = [:]
        var times: [String: Times] = [:]
    }

    private let state = Mutex(State())

    func add(_ path: String, _ status: Int, _ time: Duration) {
        let place = Times.bounds.firstIndex { time <= .milliseconds($0) } ?? Times.bounds.count
        state.withLock { state in
            state.requests[Key(path: path, status: status), default: 0] += 1
            state.times[path, default: Times()].counts[place] += 1
            state.times[path, default: Times()].sum += time
        }
    }

    var requests: [Key: Int] { state.withLock { $0.requests } }
    var times: [String: Times] { state.withLock { $0.times } }
}
