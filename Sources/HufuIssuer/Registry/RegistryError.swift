public import Hufu

/// Why a registry cannot be used, or refuses a request.
public struct RegistryError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason, Error {
        /// There is no registry.
        case missing = "registry.missing"
        /// A file or database of another kind.
        case foreign = "registry.foreign"
        /// The contents are not those that a registry writes.
        case damaged = "registry.damaged"
        /// The registry has the schema of another version.
        case versionUnsupported = "registry.version_unsupported"
        /// Documents have other names in the registry: without pseudonyms, or with those of another key.
        case namingDiffers = "registry.naming_differs"
        /// Another process holds the lock for too long.
        case busy = "registry.busy"
        /// The disk is full.
        case diskFull = "registry.disk_full"
        /// The server cannot be reached.
        case unreachable = "registry.unreachable"
        /// Any other error of the store.
        case failed = "registry.failed"
        /// A name, count or reason is too long or too large.
        case requestInvalid = "registry.request_invalid"
        /// The key of pseudonyms is not 64 hexadecimal digits.
        case keyInvalid = "registry.key_invalid"
        /// The registry has no such list.
        case listUnknown = "registry.list_unknown"
        /// The list is in the registry with other bits or another size.
        case listDiffers = "registry.list_differs"
        /// All indices of all lists were given out.
        case listsFull = "registry.lists_full"
        /// The range was set aside with another number of indices.
        case rangeDiffers = "registry.range_differs"
        /// The index belongs to another licence or device.
        case indexTaken = "registry.index_taken"
        /// The licence on this device has another index.
        case holderTaken = "registry.holder_taken"
        /// The entry is revoked for good.
        case revoked = "registry.revoked"
        /// An earlier line of the batch has the same licence and device.
        case repeated = "registry.repeated"
        /// There is no such entry.
        case entryMissing = "registry.entry_missing"
        /// The value does not fit the bits of the list.
        case valueInvalid = "registry.value_invalid"
        /// The registry has not given out this challenge.
        case challengeUnknown = "registry.challenge_unknown"
        /// The challenge was answered before.
        case challengeAnswered = "registry.challenge_answered"
        /// The challenge was not answered in time.
        case challengeExpired = "registry.challenge_expired"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .missing: "there is no registry here"
            case .foreign: "this is no registry"
            case .damaged: "the registry is damaged"
            case .versionUnsupported: "the registry was made by a newer version"
            case .namingDiffers: "the registry names documents in another way"
            case .busy: "other processes keep the registry locked"
            case .diskFull: "there is no space left for the registry"
            case .unreachable: "there is no connection to the server of the registry"
            case .failed: "the registry cannot be opened, read or written"
            case .requestInvalid: "a value is too long, too large or empty"
            case .keyInvalid: "the key of pseudonyms is not 64 hexadecimal digits"
            case .listUnknown: "the registry has no such status list"
            case .listDiffers: "the registry has this list with other bits or another size"
            case .listsFull: "the status lists have too few indices left"
            case .rangeDiffers: "this range was set aside with another number of indices"
            case .indexTaken: "this index belongs to another licence or device"
            case .holderTaken: "the licence has another index on this device"
            case .revoked: "the licence on this device is revoked for good"
            case .repeated: "an earlier line of this batch has the same licence and device"
            case .entryMissing: "the registry has no such entry in force"
            case .valueInvalid: "the value does not fit the bits of the list"
            case .challengeUnknown: "the registry has not given out this challenge"
            case .challengeAnswered: "this challenge was answered before"
            case .challengeExpired: "this challenge was not answered in time"
            }
        }

        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .missing: "Make a registry first, or correct its name."
            case .foreign: "Name another file or database."
            case .damaged: "Restore the last backup, close its lists, and add a new one."
            case .versionUnsupported: "Use the version that made it, or a later one."
            case .namingDiffers: "Give the key of pseudonyms with which the registry was made, or none if it has none."
            case .busy: "End the process that hangs, or wait until the others have ended."
            case .diskFull: "Make room; until then nothing is registered."
            case .unreachable:
                """
                Start the server, or correct its address; or user and password, if it has refused them. The same call may be \
                made again then.
                """
            case .failed: "Look at the folder or server, and its rights; the same call may be made again then."
            case .requestInvalid: "Texts have 1 to 255 bytes, and counts are 1 to 1,048,576."
            case .keyInvalid: "Make one with `openssl rand -hex 32`."
            case .listUnknown: "Add the list, or correct the URI."
            case .listDiffers: "Leave the bits and the size as they are; a new list has a URI of its own."
            case .listsFull: "Add a list."
            case .rangeDiffers: "Give the same number, or another name."
            case .indexTaken: "Do not issue with this index; give the licence another one."
            case .holderTaken: "Issue with the index that the registry has."
            case .revoked: "Do not issue to this device, or ask for a new entry explicitly."
            case .repeated: "Leave one of both lines out."
            case .entryMissing: "Look at all entries of the licence."
            case .valueInvalid: "Suspended (2) and attention (3) need a list of 2 bits or more."
            case .challengeUnknown, .challengeAnswered, .challengeExpired:
                "Give the device a new challenge, and do not issue to its answer."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// What the error is about: the file or server and its message, or the entry.
    public let location: String?

    /// An error.
    public init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}

extension RegistryError {
    /// Whether the error is that of one request: others of the same call were done.
    package var isOfRequest: Bool {
        switch reason {
        case .missing, .foreign, .damaged, .versionUnsupported, .namingDiffers, .busy, .diskFull, .unreachable, .failed,
            .requestInvalid, .keyInvalid, .listDiffers, .listsFull, .rangeDiffers:
            false
        case .listUnknown, .indexTaken, .holderTaken, .revoked, .repeated, .entryMissing, .valueInvalid,
            .challengeUnknown, .challengeAnswered, .challengeExpired:
            true
        }
    }

    /// Whether the registry, its disk or its server is at fault, and not what it was asked.
    package var isOfStore: Bool {
        switch reason {
        case .missing, .foreign, .damaged, .versionUnsupported, .namingDiffers, .busy, .diskFull, .unreachable, .failed:
            true
        case .requestInvalid, .keyInvalid, .listDiffers, .listsFull, .rangeDiffers, .listUnknown, .indexTaken,
            .holderTaken, .revoked, .repeated, .entryMissing, .valueInvalid, .challengeUnknown, .challengeAnswered,
            .challengeExpired:
            false
        }
    }

    /// Whether a store can have a text: 1 to 255 bytes, none of them zero.
    static func isStorable(_ text: String) -> Bool { 1...255 ~= text.utf8.count && !text.utf8.contains(0) }

    /// Throws `registry.request_invalid` unless a range has a name and a number of indices.
    package static func checkRange(_ name: String, count: Int) throws(RegistryError) {
        guard isStorable(name) else { throw RegistryError(.requestInvalid, at: "name") }
        guard 1...StatusTable.maximumSize ~= count else { throw RegistryError(.requestInvalid, at: "count") }
    }

    /// Throws `registry.request_invalid` for a reason that does not have 1 to 255 bytes.
    package static func checkReasons(_ changes: [RegistryChange]) throws(RegistryError) {
        guard changes.allSatisfy({ $0.reason.map(isStorable) ?? true }) else {
            throw RegistryError(.requestInvalid, at: "reason")
        }
    }

    /// Throws `registry.request_invalid` for a challenge that does not have 8 to 64 bytes.
    package static func checkChallenges(_ challenges: [[UInt8]]) throws(RegistryError) {
        guard challenges.allSatisfy({ 8...64 ~= $0.count }) else {
            throw RegistryError(.requestInvalid, at: "challenge")
        }
    }
}
