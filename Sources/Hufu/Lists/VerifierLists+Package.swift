extension VerifierLists {
    /// The states of publications that are in force, in no particular order.
    public var publicationStates: [PublicationState] { Array(publications.values) }

    /// Takes over the states of other lists that this trust list lets in; their marks are among those of these lists.
    package mutating func keepPublications(of other: VerifierLists, at now: UnixTime) {
        publications = other.publications.filter { $1.isVouchedFor(by: trust, at: now) }
    }

    /// Loads indexes, updates and status lists as one package, in any order (profile section 17).
    ///
    /// - Parameters:
    ///   - items: the signed objects.
    ///   - valueLimit: the largest size of the values of one publication, in bytes.
    ///   - skew: how far an object may be from the future.
    ///   - now: the time of loading.
    /// - Returns: the errors of the items that were refused, by their places; they have changed nothing.
    public mutating func load(
        package items: [ArraySlice<UInt8>], valueLimit: Int = PublicationIndex.maximumValues,
        skew: Duration = defaultSkew, at now: UnixTime = .now
    ) -> [Int: ListError] {
        load(package: items, valueLimit: valueLimit, movesMarks: true, skew: skew, at: now)
    }

    /// Loads an update that is stored nowhere, such as one that was scanned. It is in force in these lists, and moves
    /// no mark: after a restart the files of the publication, which do not have it, would be refused else.
    ///
    /// - Throws: ``ListError``; then nothing has changed.
    public mutating func load(
        unstoredUpdate bytes: [UInt8], skew: Duration = defaultSkew, at now: UnixTime = .now
    ) throws(ListError) {
        guard SignedPublication.type(of: bytes) == .statusUpdate else { throw ListError(.formInvalid) }
        let refused = load(
            package: [bytes[...]], valueLimit: PublicationIndex.maximumValues, movesMarks: false, skew: skew, at: now)
        if let error = refused[0] { throw error }
    }

    private mutating func load(
        package items: [ArraySlice<UInt8>], valueLimit: Int, movesMarks: Bool, skew: Duration, at now: UnixTime
    ) -> [Int: ListError] {
        var package = Package()
        for (place, item) in items.enumerated() {
            let bytes = Array(item)
            guard let type = SignedPublication.type(of: bytes) else {
                package.rest.append(place)
                continue
            }
            do throws(ListError) {
                let signed = try SignedPublication(
                    bytes, type, trust: trust, valueLimit: valueLimit, latest: now.advanced(by: skew), at: now)
                package.add(signed, at: place)
            } catch { package.refused[place] = error }
        }
        package.takeLists(from: items)
        for id in package.names { load(id, of: &package, movesMarks: movesMarks, at: now) }
        for place in package.rest {
            do throws(ListError) { try load(statusList: Array(items[place]), skew: skew, at: now) } catch {
                package.refused[place] = error
            }
        }
        return package.refused
    }

    private mutating func load(
        _ id: PublicationID, of package: inout Package, movesMarks: Bool, at now: UnixTime
    ) {
        let inForce = publications[id]
        var (reached, source) = (inForce, Int?.none)
        var isLoaded = false
        for (place, index) in package.indexes(of: id) {
            do throws(ListError) {
                let issuedAt = index.statement.issuedAt
                if let reached, reached.issuedAt == issuedAt, reached.hash != index.hash {
                    throw ListError(.conflicting, at: index.statement.name)
                }
                if isLoaded { continue }
                if let reached, issuedAt < reached.issuedAt {
                    throw ListError(.rolledBack, at: index.statement.name)
                }
                if reached.map({ $0.issuedAt < issuedAt }) ?? true {
                    let lists = package.lists.filter(index.owns)
                    (reached, source) = (try PublicationState(index, lists: lists, after: inForce), place)
                }
                isLoaded = true
            } catch { package.refused[place] = error }
        }
        for (place, update) in package.updates(of: id) {
            do throws(ListError) {
                guard let state = reached else { throw ListError(.baseMissing, at: update.statement.name) }
                let next = try state.applying(update)
                if next.issuedAt > state.issuedAt { (reached, source) = (next, place) }
            } catch { package.refused[place] = error }
        }
        guard let reached, let source else { return }
        do throws(ListError) { try putInForce(reached, movesMark: movesMarks, at: now) } catch {
            package.refused[source] = error
        }
    }
}

/// The items of a package by their kinds, each with its place.
private struct Package {
    private var indexes: [(place: Int, index: SignedPublication.Index)] = []
    private var updates: [(place: Int, update: SignedPublication.Update)] = []
    /// The publications, in the order of the items.
    private(set) var names: [PublicationID] = []
    /// The status lists that belong to an index.
    private(set) var lists: [StatusListContent] = []
    /// The places of the other items, which are loaded as single status lists.
    var rest: [Int] = []
    var refused: [Int: ListError] = [:]

    mutating func add(_ signed: SignedPublication, at place: Int) {
        if !names.contains(signed.statement.id) { names.append(signed.statement.id) }
        switch signed {
        case .index(let index): indexes.append((place, index))
        case .update(let update): updates.append((place, update))
        }
    }

    mutating func takeLists(from items: [ArraySlice<UInt8>]) {
        guard !indexes.isEmpty else { return }
        let named = Set(indexes.flatMap { $0.index.lists.map { Identifier($0.uri) } })
        rest = rest.filter { place in
            guard let list = try? StatusListContent(Array(items[place])), named.contains(Identifier(list.uri)),
                indexes.contains(where: { $0.index.owns(list) })
            else { return true }
            lists.append(list)
            return false
        }
    }

    /// The newest first.
    func indexes(of id: PublicationID) -> [(place: Int, index: SignedPublication.Index)] {
        indexes.filter { $0.index.statement.id == id }.sorted {
            ($1.index.statement.issuedAt, $0.place) < ($0.index.statement.issuedAt, $1.place)
        }
    }

    /// The oldest first, of equals the one that reaches back the furthest.
    func updates(of id: PublicationID) -> [(place: Int, update: SignedPublication.Update)] {
        updates.filter { $0.update.statement.id == id }.sorted {
            ($0.update.statement.issuedAt, $0.update.base, $0.place)
                < ($1.update.statement.issuedAt, $1.update.base, $1.place)
        }
    }
}
