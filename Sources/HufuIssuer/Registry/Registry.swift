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
    /// - Returns: false if the publication has other changes by now, or a later one has begun. Begin and write a
    ///   publication again then.
    func finishPublication(
        _ publication: Int, changes: Int, at now: UnixTime
    ) async throws(RegistryError) -> Bool

    /// Stores challenges for devices; each can be answered once, with ``RegistryRequest/answer``.
    func add(challenges: [[UInt8]], until end: UnixTime) async throws(RegistryError)

    /// Gives out no more indices of the present lists, after an older state of the registry was restored: indices that
    /// were given out since are not known.
    func closeLists() async throws(RegistryError)
}
