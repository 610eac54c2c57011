public import Hufu

/// An issuer's memory: which status list entry belongs to which licence on which device, until when, and what was
/// revoked and why.
///
/// Each licence on each device has one entry in force, which a renewal keeps; a revoked entry stays revoked, and its
/// index is never given out again. Indices of a list are given out in an order that was drawn at random when the list
/// was added, so that an index tells nothing of the time of issue.
///
/// Every method is one transaction, which is on the disk when the method returns, and may be called again after a
/// failure: the second call finds what the first one did. Several processes may use a registry at the same time.
/// An error of a single request is in its result; a thrown error is that of the store, and nothing was done.
public protocol Registry: Sendable {
    /// What documents are called in this registry.
    var naming: DocumentNaming { get }

    /// Adds status lists; one that is there already stays as it is.
    ///
    /// - Throws: ``RegistryError``; `registry.list_differs` for a list that is there with other bits or another size.
    func add(_ lists: [RegistryList]) async throws(RegistryError)

    /// Returns the entries of licences on devices, and makes those that do not exist.
    ///
    /// - Parameters:
    ///   - requests: the licences, their devices, and for how long they are issued.
    ///   - now: the time at which challenges are answered.
    /// - Returns: a result for each request, in their order.
    func register(
        _ requests: [RegistryRequest], at now: UnixTime
    ) async throws(RegistryError) -> [Result<StatusReference, RegistryError>]

    /// Sets indices aside for one part of a distributed job, which then needs no connection to the registry; the job
    /// records them with ``register(_:at:)`` afterwards.
    ///
    /// - Parameters:
    ///   - name: the name of the range, 1 to 255 bytes; a call with the same name returns the same indices.
    ///   - count: the number of indices, at most 2^20. Up to 255 more are used up, because ranges consist of blocks.
    /// - Throws: ``RegistryError``; `registry.range_differs` for a name that has another count.
    func claimRange(_ name: String, count: Int) async throws(RegistryError) -> [StatusReference]

    /// Changes the status of entries.
    ///
    /// - Returns: for each change the number of entries that have the value now.
    func set(
        _ changes: [RegistryChange], at now: UnixTime
    ) async throws(RegistryError) -> [Result<Int, RegistryError>]

    /// All entries of a licence, revoked ones included, by list and index.
    func entries(of document: DocumentName) async throws(RegistryError) -> [RegistryEntry]

    /// The entry at an index; `nil` if the index was not given out.
    func entry(at status: StatusReference) async throws(RegistryError) -> RegistryEntry?

    /// Entries that are not revoked and expire soon, by list and index.
    ///
    /// - Parameters:
    ///   - end: the latest expiry.
    ///   - last: the entry behind which the result begins; `nil` for the first ones.
    ///   - limit: the largest number of entries.
    func entries(
        endingBy end: UnixTime, after last: StatusReference?, limit: Int
    ) async throws(RegistryError) -> [RegistryEntry]

    /// The numbers of lists, entries, statuses, changes and challenges.
    func statistics(at now: UnixTime) async throws(RegistryError) -> RegistryStatistics

    /// Begins a publication with all changes that are in none, or adds them to one that was not finished.
    ///
    /// - Returns: the number of the publication, from 1.
    func beginPublication() async throws(RegistryError) -> Int

    /// The changes of a publication, in their order.
    func changes(of publication: Int) async throws(RegistryError) -> [RegistryPublishedChange]

    /// The entries of a list that are not 0, by index.
    func values(of uri: String) async throws(RegistryError) -> [(index: Int, number: UInt8)]

    /// Finishes a publication.
    ///
    /// - Parameters:
    ///   - publication: its number.
    ///   - changes: the number of changes that were published.
    ///   - now: the time of the publication.
    /// - Returns: false if the publication has other changes by now; it is not finished then.
    func finishPublication(
        _ publication: Int, changes: Int, at now: UnixTime
    ) async throws(RegistryError) -> Bool

    /// Stores challenges for devices; each can be answered once, with ``RegistryRequest/answer``.
    func add(challenges: [[UInt8]], until end: UnixTime) async throws(RegistryError)

    /// Gives out no more indices of the present lists, after an older state of the registry was restored: indices that
    /// were given out since are not known.
    func closeLists() async throws(RegistryError)
}

/// A status list of a registry.
public struct RegistryList: Sendable, Hashable {
    /// The URI under which credentials name the list.
    public let uri: String
    /// The bits of an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The number of entries, at most 2^20.
    public let size: Int

    /// A list.
    ///
    /// - Throws: `SigningError` or `StatusTableError`.
    public init(uri: String, bits: Int = 4, size: Int = StatusTable.maximumSize) throws {
        self.uri = try StatusReference(uri: uri, index: 0).uri
        let table = try StatusTable(bits: bits, size: size)
        (self.bits, self.size) = (table.bits, table.size)
    }

    /// The lists of a URI with `{}` for the number of each list; one list for a URI without.
    ///
    /// - Throws: as ``init(uri:bits:size:)``.
    package static func numbered(_ uri: String, _ numbers: ClosedRange<Int>, bits: Int, size: Int) throws
        -> [RegistryList]
    {
        guard uri.contains("{}") else { return [try RegistryList(uri: uri, bits: bits, size: size)] }
        return try numbers.map {
            try RegistryList(uri: uri.replacing("{}", with: "\($0)"), bits: bits, size: size)
        }
    }

    /// The number of indices of a block, the unit of a range.
    package static let block = 256

    /// All indices in random order, in blocks; an index has three bytes, the highest first.
    package func drawOrder() -> [[UInt8]] {
        let order = Array(0..<size).shuffled()
        return stride(from: 0, to: size, by: Self.block).map { start in
            order[start..<min(start + Self.block, size)].flatMap { index in
                [16, 8, 0].map { UInt8(truncatingIfNeeded: index >> $0) }
            }
        }
    }

    /// The indices of a block.
    package static func indices(of block: some Collection<UInt8>) -> [Int] {
        var (indices, index): ([Int], Int) = ([], 0)
        for (place, byte) in block.enumerated() {
            index = index << 8 | Int(byte)
            guard place % 3 == 2 else { continue }
            indices.append(index)
            index = 0
        }
        return indices
    }
}

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

/// What a registry has about an index that was given out.
public struct RegistryEntry: Sendable, Equatable {
    /// The list and the index.
    public let status: StatusReference
    /// The licence.
    public let document: DocumentName
    /// The device or card.
    public let holder: RegistryHolder
    /// The end of what was issued last.
    public let expiresAt: UnixTime
    /// The value in the status list.
    public let number: UInt8
    /// The reason of the last change.
    public let reason: String?
    /// The time of the last change; `nil` if there was none.
    public let changedAt: UnixTime?

    package init(
        status: StatusReference, document: DocumentName, holder: RegistryHolder, expiresAt: UnixTime, number: UInt8,
        reason: String?, changedAt: UnixTime?
    ) {
        self.status = status
        self.document = document
        self.holder = holder
        self.expiresAt = expiresAt
        self.number = number
        self.reason = reason
        self.changedAt = changedAt
    }

    /// The entry as a line of JSON without line feed: `{"status", "document_number" or "pseudonym", "device" or "card",
    /// "expires_at", "value", "reason", "changed_at"}`.
    public func json(_ naming: DocumentNaming) -> String { JSONWriter.text(jsonValue(naming)) }

    func jsonValue(_ naming: DocumentNaming) -> JSONValue {
        let last = [
            reason.map { JSONMember("reason", .string($0)) },
            changedAt.map { JSONMember("changed_at", .string($0.description)) },
        ]
        return .object(
            [
                JSONMember("status", .string(status.text)), naming.member(document), holder.member,
                JSONMember("expires_at", .string(expiresAt.description)), JSONMember("value", StatusValue.json(number)),
            ] + last.compactMap(\.self))
    }
}

/// A change of a publication.
public struct RegistryPublishedChange: Sendable, Equatable {
    /// The entry.
    public let status: StatusReference
    /// Its new value.
    public let number: UInt8
    /// The reason.
    public let reason: String?
    /// The time of the change.
    public let changedAt: UnixTime

    package init(status: StatusReference, number: UInt8, reason: String?, changedAt: UnixTime) {
        self.status = status
        self.number = number
        self.reason = reason
        self.changedAt = changedAt
    }

    /// The change as a line of JSON without line feed: `{"uri", "index", "value", "reason", "changed_at"}`.
    public var json: String {
        JSONWriter.text(
            .object(
                [
                    JSONMember("uri", .string(status.uri)), JSONMember("index", .integer(status.index)),
                    JSONMember("value", StatusValue.json(number)),
                ] + (reason.map { [JSONMember("reason", .string($0))] } ?? []) + [
                    JSONMember("changed_at", .string(changedAt.description))
                ]))
    }
}

/// The numbers of a registry.
public struct RegistryStatistics: Sendable, Equatable {
    /// A list, and the number of indices that were given out or set aside.
    public struct Usage: Sendable, Equatable {
        /// The list.
        public let list: RegistryList
        /// The number of indices that were given out or set aside.
        public let used: Int

        package init(list: RegistryList, used: Int) {
            self.list = list
            self.used = used
        }
    }

    /// The lists, in the order in which they were added.
    public let lists: [Usage]
    /// The number of entries.
    public let entries: Int
    /// The number of entries by value, without 0.
    public let values: [UInt8: Int]
    /// The number of changes that are in no finished publication.
    public let unpublished: Int
    /// The number of challenges that can be answered.
    public let openChallenges: Int

    package init(
        lists: [Usage], entries: Int, values: [UInt8: Int], unpublished: Int, openChallenges: Int
    ) {
        self.lists = lists
        self.entries = entries
        self.values = values
        self.unpublished = unpublished
        self.openChallenges = openChallenges
    }

    /// The statistics as JSON with line breaks.
    public var json: String {
        let lists = lists.map { usage -> JSONValue in
            [
                "uri": .string(usage.list.uri), "bits": .integer(usage.list.bits), "size": .integer(usage.list.size),
                "used": .integer(usage.used),
            ]
        }
        let values = values.sorted { $0.key < $1.key }.map {
            JSONMember(StatusValue.name($0.key), .integer($0.value))
        }
        return JSONWriter.text(
            [
                "lists": .array(lists), "entries": .integer(entries), "values": .object(values),
                "unpublished_changes": .integer(unpublished), "open_challenges": .integer(openChallenges),
            ], .pretty)
    }
}

extension StatusReference {
    /// `URI#INDEX`.
    package var text: String { "\(uri)#\(index)" }

    /// `{"status": "URI#INDEX"}` without line feed.
    package var jsonLine: String { JSONWriter.text(["status": .string(text)]) }
}

extension StatusValue {
    /// The name of a number, or its digits.
    static func name(_ number: UInt8) -> String {
        defined.first { $0.number == number }?.jsonName ?? "\(number)"
    }

    /// The name of a number, or the number.
    static func json(_ number: UInt8) -> JSONValue {
        defined.first { $0.number == number }.map { .string($0.jsonName) } ?? .integer(Int(number))
    }
}
