extension Verdict {
    /// A remark of a valid verdict in addition to its code (profile section 15), in the order of the profile.
    public enum Notice: String, Sendable, CaseIterable {
        /// The value in the status list is 3, attention.
        case statusAttention = "status.attention"
        /// The standing asks for attention.
        case standingAttention = "standing.attention"
        /// The clock of the device that made the code differs by more than 10 seconds.
        case clockOffset = "clock.offset"
        /// No status list was consulted, as the policy allows.
        case statusUnchecked = "status.unchecked"
        /// A class of vehicles is not in the tables of section 7.
        case classUnknown = "license.class_unknown"
        /// The entitlement to a class of vehicles has expired.
        case privilegeExpired = "license.privilege_expired"
        /// The holder has not disclosed everything.
        case withheldEntries = "license.withheld_entries"
        /// The credential expires within three days.
        case credentialEnding = "credential.ending"

        /// The meaning, in one line for the person at the scanner.
        public var message: String { row.message }

        /// The number of its bit in `NoticeSet`, which is its place in `allCases`.
        fileprivate var index: UInt32 { row.index }

        private var row: (index: UInt32, message: String) {
            switch self {
            case .statusAttention: (0, "The status list asks for attention.")
            case .standingAttention: (1, "The standing asks for attention.")
            case .clockOffset: (2, "The clocks of scanner and phone differ by more than 10 seconds.")
            case .statusUnchecked: (3, "Whether the licence was revoked was not checked.")
            case .classUnknown: (4, "A class of vehicles is not known to this scanner.")
            case .privilegeExpired: (5, "A class of vehicles has expired.")
            case .withheldEntries: (6, "Something was not disclosed.")
            case .credentialEnding: (7, "The credential ends within three days.")
            }
        }
    }
}

/// A set of notices as bits, so that insertion does not allocate memory.
struct NoticeSet {
    private var bits: UInt32 = 0

    mutating func insert(_ notice: Verdict.Notice) { bits |= Self.bit(notice) }

    /// The notices in the order of the profile.
    var elements: [Verdict.Notice] {
        bits == 0 ? [] : Verdict.Notice.allCases.filter { bits & Self.bit($0) != 0 }
    }

    private static func bit(_ notice: Verdict.Notice) -> UInt32 { 1 << notice.index }
}
