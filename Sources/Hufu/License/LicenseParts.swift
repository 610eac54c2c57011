extension License {
    /// Sex, as in ISO/IEC 5218.
    public enum Sex: Int, Sendable, CaseIterable {
        /// Not known.
        case notKnown = 0
        /// Male.
        case male = 1
        /// Female.
        case female = 2
        /// Not applicable.
        case notApplicable = 9
    }

    /// A picture of the holder's face.
    public struct Portrait: Sendable, Equatable {
        /// How the picture is encoded.
        public enum Format: Int, Sendable, CaseIterable {
            /// JPEG.
            case jpeg = 1
            /// JPEG 2000: a JP2 file or a bare code stream.
            case jpeg2000 = 2
            /// AVIF.
            case avif = 3
            /// WebP.
            case webp = 4

            /// The name in JSON.
            public var jsonName: String {
                switch self {
                case .jpeg: "jpeg"
                case .jpeg2000: "jpeg2000"
                case .avif: "avif"
                case .webp: "webp"
                }
            }
        }

        /// How the picture is encoded.
        public var format: Format
        /// The picture, 1 to 1,200 bytes.
        public var data: [UInt8]

        /// A picture.
        public init(format: Format, data: [UInt8]) {
            self.format = format
            self.data = data
        }
    }

    /// What the issuer's register said of the licence, and when.
    public struct Standing: Sendable, Equatable {
        /// 1 to 8 different capital letters of the Chinese list of states, in alphabetical order.
        public var codes: String
        /// When the register was read: seconds since 1970, not after the credential's `iat`.
        public var asOf: UnixTime

        /// What the register said at `asOf`, in seconds since 1970.
        public init(codes: String, asOf: UnixTime) {
            self.codes = codes
            self.asOf = asOf
        }
    }

    /// Penalty points of the running cycle.
    public struct Points: Sendable, Equatable {
        /// The sum, 0 to 255.
        public var total: Int
        /// The day on which the cycle began.
        public var cycleStart: Day?

        /// The sum of a cycle.
        public init(total: Int, cycleStart: Day? = nil) {
            self.total = total
            self.cycleStart = cycleStart
        }
    }

    /// For 1 to 4 ages from 1 to 99 whether the holder is at least that old.
    public struct AgeOver: Sendable, Equatable, ExpressibleByDictionaryLiteral {
        /// One age.
        public struct Threshold: Sendable, Equatable {
            /// The age in years.
            public let age: Int
            /// Whether the holder has reached it.
            public let isReached: Bool
        }

        /// The ages, in ascending order.
        public private(set) var thresholds: [Threshold] = []

        /// Without any age, which a licence cannot have: ages are set with the subscript.
        public init() {}

        init(capacity: Int) { thresholds.reserveCapacity(capacity) }

        /// The ages of the literal; of a repeated one the last counts.
        public init(dictionaryLiteral elements: (Int, Bool)...) {
            for (age, isReached) in elements { self[age] = isReached }
        }

        /// Whether the holder has reached the age; nothing if the licence does not say so.
        public subscript(age: Int) -> Bool? {
            get { thresholds.first { $0.age == age }?.isReached }
            set {
                thresholds.removeAll { $0.age == age }
                guard let newValue else { return }
                let place = thresholds.firstIndex { $0.age > age } ?? thresholds.endIndex
                thresholds.insert(Threshold(age: age, isReached: newValue), at: place)
            }
        }
    }
}

/// A class of vehicles that the holder may drive (准驾车型).
public struct DrivingPrivilege: Sendable, Equatable {
    /// A condition or restriction (ISO/IEC 18013-5 `codes`), such as `01.06`, or `S01` `<=` `2500`.
    public struct Code: Sendable, Equatable {
        /// The code, 1 to 300 bytes of UTF-8.
        public var code: String
        /// The sign between code and value.
        public var sign: String?
        /// The value.
        public var value: String?

        /// A condition or restriction.
        public init(code: String, sign: String? = nil, value: String? = nil) {
            self.code = code
            self.sign = sign
            self.value = value
        }
    }

    /// The list that the class is of, 2 to 6 bytes: `CN`, `EU`, `ISO`, or a country or subdivision code.
    public var scheme: String
    /// The class, 1 to 8 bytes, such as `C1`.
    public var vehicleCategoryCode: String
    /// The first day of the privilege.
    public var issueDate: Day?
    /// The last day of the privilege.
    public var expiryDate: Day?
    /// Conditions and restrictions, at most 16.
    public var codes: [Code]

    /// A privilege.
    public init(
        scheme: String, vehicleCategoryCode: String, issueDate: Day? = nil, expiryDate: Day? = nil,
        codes: [Code] = []
    ) {
        self.scheme = scheme
        self.vehicleCategoryCode = vehicleCategoryCode
        self.issueDate = issueDate
        self.expiryDate = expiryDate
        self.codes = codes
    }
}
