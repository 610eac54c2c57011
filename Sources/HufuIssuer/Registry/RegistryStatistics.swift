internal import Hufu

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
