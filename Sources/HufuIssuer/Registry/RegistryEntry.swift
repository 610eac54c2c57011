public import Hufu

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
