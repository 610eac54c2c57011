public import Hufu

/// The bearer of a licence's code: the device with this key, or a card.
public enum RegistryHolder: Sendable, Hashable {
    /// The thumbprint of a device's key, 32 bytes (RFC 9679 section 3).
    case device([UInt8])
    /// The serial of a card, 32 bytes.
    case card([UInt8])

    /// The device with a key.
    public init(_ key: PublicKey) { self = .device(key.thumbprint) }

    /// A card with a serial of its own.
    public static func newCard() -> RegistryHolder {
        .card((0..<32).map { _ in UInt8.random(in: 0...255) })
    }

    /// The codes that the issuer's server signs for a licence: a card with the same serial whenever they are signed, so
    /// that the licence keeps its entry.
    static func minted(_ document: DocumentName) -> RegistryHolder {
        var hash = RunningDigest()
        hash.update(Array("minted ".utf8))
        hash.update(document.bytes)
        return .card(hash.value)
    }

    /// The thumbprint or serial.
    package var bytes: [UInt8] {
        switch self {
        case .device(let bytes), .card(let bytes): bytes
        }
    }

    package var isCard: Bool {
        switch self {
        case .device: false
        case .card: true
        }
    }

    /// A holder as a store has it; `nil` for another length.
    package init?(_ bytes: [UInt8], isCard: Bool) {
        guard bytes.count == 32 else { return nil }
        self = isCard ? .card(bytes) : .device(bytes)
    }

    var member: JSONMember {
        switch self {
        case .device(let thumbprint): JSONMember("device", .string(Hex.encode(thumbprint)))
        case .card(let serial): JSONMember("card", .string(Hex.encode(serial)))
        }
    }
}

/// A licence on a device, for which a registry returns the entry.
public struct RegistryRequest: Sendable {
    /// The licence.
    public var document: DocumentName
    /// The device or card.
    public var holder: RegistryHolder
    /// The end of what is issued; an entry has the latest one.
    public var expiresAt: UnixTime
    /// The entry that the licence on this device has, to record it; `nil` to give one out.
    public var status: StatusReference?
    /// Whether a licence on a device whose entries are all revoked gets a new one; otherwise that is
    /// `registry.revoked`.
    public var replacesRevoked = false
    /// The challenge that the device has answered; `nil` if it did not have to.
    public var answer: ChallengeAnswer?
    /// The line of a batch. The entry of an earlier line of the same batch is `registry.repeated`.
    package var line: BatchLine?

    /// A request.
    public init(
        _ document: DocumentName, on holder: RegistryHolder, until expiresAt: UnixTime, status: StatusReference? = nil
    ) {
        self.document = document
        self.holder = holder
        self.expiresAt = expiresAt
        self.status = status
    }
}

/// A line of a batch, which is the same when the batch continues after an interruption.
package struct BatchLine: Sendable, Hashable {
    /// 16 random bytes.
    package let batch: [UInt8]
    package let number: Int

    package init(batch: [UInt8], number: Int) {
        self.batch = batch
        self.number = number
    }

    /// The card of a line.
    var card: RegistryHolder { .card(digest("card")) }

    /// 32 bytes that only this line has.
    func digest(_ purpose: String) -> [UInt8] {
        var hash = RunningDigest()
        hash.update(batch)
        hash.update(Array("\(number) \(purpose)".utf8))
        return hash.value
    }
}

/// The answer to a challenge that a registry has stored.
public struct ChallengeAnswer: Sendable, Hashable {
    /// The challenge.
    public let challenge: [UInt8]
    /// 32 bytes that only this answer has: with the same ones it may be given again, after a failure for example.
    package let id: [UInt8]

    /// An answer that is given once.
    public init(_ challenge: [UInt8]) {
        self.init(challenge, id: (0..<32).map { _ in UInt8.random(in: 0...255) })
    }

    package init(_ challenge: [UInt8], id: [UInt8]) {
        self.challenge = challenge
        self.id = id
    }
}

/// A new status of entries.
public struct RegistryChange: Sendable {
    /// The entries to change.
    public enum Target: Sendable {
        /// One entry.
        case entry(StatusReference)
        /// The entries in force of a licence: on one device, or on all.
        case licence(DocumentName, RegistryHolder?)
    }

    /// The entries to change.
    public var target: Target
    /// The new value, as a number.
    public var number: UInt8
    /// The reason, at most 255 bytes; without personal data.
    public var reason: String?

    /// A change.
    public init(_ target: Target, to number: UInt8, because reason: String? = nil) {
        self.target = target
        self.number = number
        self.reason = reason
    }
}
