/// Step 12: what the issuer has said about the licence since it was issued.
extension Verification {
    mutating func checkStatus(_ subject: borrowing VerificationSubject) throws(Rejection) {
        switch (policy.status, subject.claims.status) {
        case (.ignored, _), (.whenNamed, nil): note(.statusUnchecked)
        case (.required, nil): lack(.statusUnavailable)
        case (_, .some(let reference)):
            let (bytes, issuer) = (subject.bytes, subject.claims.issuer)
            guard let list = verifier.lists.statusList(issuer: bytes[issuer], uri: bytes[reference.uri]) else {
                lack(.statusUnavailable)
                return
            }
            try check(reference.index, in: list)
        }
    }

    private mutating func check(_ index: Int, in list: StatusList) throws(Rejection) {
        let value = list.table.value(at: index)
        let age = now - list.issuedAt
        report { verdict in
            verdict.status = value
            verdict.statusAge = age
        }
        // Before the list's age: whoever was revoked once stays revoked.
        if value == .revoked { throw Rejection(.statusRevoked) }
        if isClockTrusted {
            if isOver(list.expiresAt) { lack(.statusExpired) }
            if let age = policy.maximumStatusAge ?? list.timeToLive, isOver(list.issuedAt + age) { lack(.statusStale) }
        }
        switch value {
        case nil: throw Rejection(.statusIndexOutOfRange)
        case .suspended: throw Rejection(.statusSuspended)
        case .attention: note(.statusAttention)
        case .unknown: lack(.statusUnknown)
        case .valid, .revoked: break
        }
    }
}
