/// The class of a standing letter, from the best to the worst: it decides the verdict.
public enum StandingClass: Int, Sendable, Comparable, CaseIterable {
    /// In force.
    case valid
    /// In force, with a matter that the holder has to settle.
    case attention
    /// A letter that the table does not have.
    case unknown
    /// Not in force for the time being.
    case suspended
    /// No longer in force.
    case ended

    /// The name in policies and verdicts.
    public var jsonName: String {
        switch self {
        case .valid: "valid"
        case .attention: "attention"
        case .unknown: "unknown"
        case .suspended: "suspended"
        case .ended: "ended"
        }
    }

    /// Whether `left` is better than `right`.
    public static func < (left: StandingClass, right: StandingClass) -> Bool { left.rawValue < right.rawValue }
}

extension StandingClass {
    /// The class of each standing letter.
    public struct Table: Sendable, Equatable {
        private var classes: [StandingClass]

        /// The table of the Chinese list (PROFILE section 7).
        public static let `default` = Table(
            valid: "ANPT", attention: "CHI", suspended: "BDJKLMSU", ended: "EFGR")

        /// A table of the letters of each class. All other letters are unknown. A letter in two classes belongs to the
        /// worse one. Characters other than A to Z are ignored.
        public init(valid: String, attention: String, suspended: String, ended: String) {
            let rows = [
                (valid, StandingClass.valid), (attention, .attention), (suspended, .suspended), (ended, .ended),
            ]
            classes = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { letter in
                rows.last { $0.0.utf8.contains(letter) }?.1 ?? .unknown
            }
        }

        /// The class of one letter, given as ASCII.
        public subscript(letter: UInt8) -> StandingClass {
            guard ASCII.isCapital(letter) else { return .unknown }
            let index = Int(letter - UInt8(ascii: "A"))
            return classes.indices.contains(index) ? classes[index] : .unknown
        }

        /// The letters of a class, in alphabetical order.
        func letters(of wanted: StandingClass) -> String {
            let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).filter { self[$0] == wanted }
            return String(decoding: letters, as: UTF8.self)
        }

        /// The worst class among the letters; `unknown` if there are no letters.
        public func worst(of codes: String) -> StandingClass {
            var worst: StandingClass?
            for letter in codes.utf8 { worst = max(worst ?? .valid, self[letter]) }
            return worst ?? .unknown
        }
    }
}
