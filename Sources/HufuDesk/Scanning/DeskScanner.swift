#if Desk
    internal import Hufu
    internal import HufuScanner

    /// Verifies the scans of all requests.
    struct DeskScanner: Sendable {
        let scanner: ReloadingScanner
        let zone: LocalTimeZone
        let journal: DeskJournal

        /// The verdict of a scanned text.
        ///
        /// - Parameters:
        ///   - scan: the bytes of the text.
        ///   - challenges: the challenges of which it must answer one; `nil` for none.
        ///   - language: the language of the report.
        func report(
            on scan: [UInt8], answering challenges: [Challenge]?, in language: Language
        ) async -> VerdictReport {
            let now = UnixTime.now
            let verdict = await scanner.verify(scan, answering: challenges, at: now)
            journal.add(verdict.code, at: now)
            return VerdictReport(verdict, of: scan, day: zone.day(at: now), language: language)
        }
    }
#endif
