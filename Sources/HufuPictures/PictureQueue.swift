#if Pictures
    /// The pictures that wait for a helper, oldest first, and the helpers that wait for a picture.
    actor PictureQueue {
        struct Entry: Sendable {
            let number: Int
            let file: [UInt8]
        }

        typealias Answer = Result<[PictureCode], PictureError>

        private let longest: Int
        private var waiting: [Entry] = []
        private var callers: [Int: CheckedContinuation<Answer, Never>] = [:]
        /// The last one has worked last, so that few helpers do the work where few are needed.
        private var idle: [CheckedContinuation<Entry?, Never>] = []
        private var lastNumber = 0
        private var isClosed = false

        init(longest: Int) { self.longest = longest }

        /// The number for ``codes(in:number:)``.
        func makeNumber() -> Int {
            lastNumber += 1
            return lastNumber
        }

        /// Waits until a helper has answered.
        func codes(in file: [UInt8], number: Int) async -> Answer {
            guard !isClosed, !Task.isCancelled else { return .failure(PictureError(.cancelled)) }
            let entry = Entry(number: number, file: file)
            guard !idle.isEmpty || waiting.count < longest else { return .failure(PictureError(.busy)) }
            return await withCheckedContinuation { caller in
                callers[number] = caller
                if let helper = idle.popLast() { helper.resume(returning: entry) } else { waiting.append(entry) }
            }
        }

        /// Answers a picture, unless that was done.
        func answer(_ number: Int, _ answer: Answer) {
            waiting.removeAll { $0.number == number }
            callers.removeValue(forKey: number)?.resume(returning: answer)
        }

        /// The next picture for a helper; `nil` if there will be none.
        ///
        /// - Parameter isRunning: whether the helper's process runs; one that has to be started waits behind all others.
        func next(isRunning: Bool) async -> Entry? {
            if isClosed { return nil }
            if !waiting.isEmpty { return waiting.removeFirst() }
            return await withCheckedContinuation { idle.insert($0, at: isRunning ? idle.endIndex : idle.startIndex) }
        }

        /// Ends all waiting.
        func close() {
            isClosed = true
            for helper in idle { helper.resume(returning: nil) }
            for caller in callers.values { caller.resume(returning: .failure(PictureError(.cancelled))) }
            (idle, callers, waiting) = ([], [:], [])
        }
    }
#endif
