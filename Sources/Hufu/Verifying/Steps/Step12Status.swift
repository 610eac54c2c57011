/// Step 12: the status of the licence in its issuer's status list.
extension Verification {
    mutating func checkStatus(_ subject: borrowing VerificationSubject) throws(Rejection) {
        switch (policy.status, subject.claims.status) {
        case (.ignored, _), (.whenNamed, nil): addNotice(.statusUnchecked)
        case (.required, nil): recordIndeterminate(.statusUnavailable)
        case (.whenNamed, .some(let reference)), (.required, .some(let reference)):
            let (bytes, issuer) = (subject.bytes, subject.claims.issuer)
            guard
                let reading = verifier.lists.status(
                    at: reference.index, issuer: bytes[issuer], uri: bytes[reference.uri])
            else {
                recordIndeterminate(.statusUnavailable)
                return
            }
            try check(reading)
        }
    }

    private mutating func check(_ list: StatusReading) throws(Rejection) {
        let value = list.value
        let age = now - list.issuedAt
        updateVerdict { verdict in
            verdict.status = value
            verdict.statusAge = age
        }
        // Before the list's age is checked: a revocation counts even if it stands in an old list.
        if value == .revoked { throw Rejection(.statusRevoked) }
        if isClockTrusted {
            if let end = list.expiresAt, isOver(end) { recordIndeterminate(.statusExpired) }
            if let age = limits.maximumStatusAge ?? list.timeToLiveSeconds, isOver(list.issuedAt + age) {
                recordIndeterminate(.statusStale)
            }
        }
        // The list states no end, and the policy no greatest age; this does not depend on the clock.
        if list.expiresAt == nil, list.timeToLiveSeconds == nil, limits.maximumStatusAge == nil {
            recordIndeterminate(.statusStale)
        }
        switch value {
        case nil: throw Rejection(.statusIndexOutOfRange)
        case .suspended: throw Rejection(.statusSuspended)
        case .attention: addNotice(.statusAttention)
        case .unknown: recordIndeterminate(.statusUnknown)
        case .valid, .revoked: break
        }
    }
}
