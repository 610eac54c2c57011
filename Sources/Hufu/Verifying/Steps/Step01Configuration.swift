/// Step 1: the clock is not before the newest trust list, and the trust list has not expired.
extension Verification {
    mutating func checkConfiguration() {
        if let floor = verifier.clockFloor, now < floor - limits.skew {
            distrustClock()
            recordIndeterminate(
                .clockUntrusted, "the clock says \(now.description), a trust list was signed at \(floor.description)")
        }
        if isClockTrusted, let end = verifier.lists.trust.validity?.expiresAt, isOver(end) {
            recordIndeterminate(.trustExpired)
            // A newer list may have the issuer and the key.
            unknownSigner = .trustExpired
        }
    }
}
