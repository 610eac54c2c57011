/// Step 1: the clock is not before the clock floor of the accepted lists, and the trust list has not expired.
extension Verification {
    mutating func checkConfiguration() {
        if let floor = verifier.clockFloor, now < floor - limits.skew {
            distrustClock()
            recordIndeterminate(
                .clockUntrusted,
                "the clock says \(now.description), and the lists prove that it is \(floor.description) or later"
            )
        }
        if isClockTrusted, let end = verifier.lists.trust.validity?.expiresAt, isOver(end) {
            recordIndeterminate(.trustExpired)
            // A newer list may have the issuer and the key.
            unknownSigner = .trustExpired
        }
    }
}
