public import Hufu
internal import HufuFiles
public import HufuScanner
internal import Synchronization

/// What a desk remembers of its work: how many scans had which result, the last ones, and faults of its lists. It has no
/// personal data: a scan is its time, outcome and code.
public final class DeskJournal: Sendable {
    /// A scan.
    struct Scan: Sendable {
        let time: UnixTime
        let code: Verdict.Code
    }

    /// A fault outside of verdicts.
    struct Fault: Sendable {
        let code: String
        let title: String
        let detail: String?
        let advice: String
        var time: UnixTime
    }

    private struct State {
        var scans: [Scan] = []
        var next = 0
        var counts: [Verdict.Code: Int] = [:]
        var faults: [Fault] = []
    }

    /// The scans and faults that are remembered.
    private static let (maximumScans, maximumFaults) = (100, 8)

    private let state = Mutex(State())

    /// An empty journal.
    public init() {}

    /// Remembers a fault; of those with the same code and file, the last one.
    public func note(_ diagnostic: ScannerDiagnostic, at now: UnixTime = .now) {
        guard let fault = Fault(diagnostic, at: now) else { return }
        state.withLock { state in
            state.faults.removeAll { $0.code == fault.code && $0.detail == fault.detail }
            state.faults.append(fault)
            if state.faults.count > Self.maximumFaults { state.faults.removeFirst() }
        }
    }

    func add(_ code: Verdict.Code, at now: UnixTime) {
        state.withLock { state in
            state.counts[code, default: 0] += 1
            let scan = Scan(time: now, code: code)
            if state.scans.count < Self.maximumScans {
                state.scans.append(scan)
            } else {
                state.scans[state.next] = scan
                state.next = (state.next + 1) % Self.maximumScans
            }
        }
    }

    /// The last scans, the newest first.
    var scans: [Scan] {
        state.withLock { state in Array((state.scans[state.next...] + state.scans[..<state.next]).reversed()) }
    }

    /// How many scans had each code since the start.
    var counts: [Verdict.Code: Int] { state.withLock { $0.counts } }

    /// The last faults, the newest first.
    var faults: [Fault] { state.withLock { $0.faults.reversed() } }
}

extension DeskJournal.Fault {
    fileprivate init?(_ diagnostic: ScannerDiagnostic, at now: UnixTime) {
        switch diagnostic {
        case .listRefused(let error), .rollbackStateUnavailable(let error),
            .verification(.replayMemoryFailed(let error)):
            self.init(error, at: now)
        case .bundledListsRefused(let path, _, _, let first): self.init(FileContentError(path, first), at: now)
        case .verification(.replayMemoryMissing): return nil
        }
    }

    private init(_ error: any Error, at now: UnixTime) {
        let path = (error as? FileContentError)?.path ?? (error as? FileError)?.path
        let coded = error as? any CodedError
        self.init(
            code: coded?.code ?? "failed", title: coded?.message ?? "\(type(of: error))", detail: path,
            advice: coded?.advice ?? "Look at the log.", time: now)
    }
}
