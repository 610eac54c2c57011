@testable import Hufu

extension FuzzTarget {
    /// Signed lists, indexes, updates and bundles of arbitrary content, loaded one after another.
    ///
    /// Input: steps; each is a byte of choices, and the three parts of an envelope.
    static let lists = FuzzTarget(
        name: "lists", longest: 8_192,
        seeds: { vectors in
            try vectors.cases("loading", most: 400).compactMap { field in
                let steps = try (field["loads"]?.array() ?? []).flatMap(Step.steps(of:))
                let seed = steps.flatMap(\.input)
                return seed.count <= 8_192 ? seed : nil
            }
        },
        body: { input in
            var parts = Parts(input)
            var loading = Loading()
            for _ in 0..<12 where !parts.isAtEnd { loading.run(Step(&parts)) }
            loading.checkState()
        })
}

/// A signed object, and what is done with it.
private struct Step {
    enum Kind: UInt8, CaseIterable {
        /// Loads a trust list, a status list, or an update that was scanned.
        case trust, status, update
        /// Adds an item to the next package or bundle.
        case item
        /// Loads the items as a package; loads them behind a trust list as a bundle.
        case package, bundle
    }

    private static let keys = OwnKeys.named(
        "anchor", "anchor-ed", "status", "status-ed", "issuer", "foreign", "stranger", "signer")

    let kind: Kind
    let key: PrivateKey
    let isCorrupted: Bool
    let envelope: Envelope
    private let choices: UInt8

    var bytes: [UInt8] { envelope.signed(by: key, isCorrupted: isCorrupted) }

    init(_ parts: inout Parts) {
        choices = parts.byte()
        kind = Kind.allCases[Int(choices & 7) % Kind.allCases.count]
        key = Self.keys.choice(choices >> 3 & 7)
        isCorrupted = choices & 0x80 != 0
        envelope = Envelope(&parts)
    }

    private init?(_ kind: Kind, _ bytes: [UInt8]) {
        guard let envelope = Envelope(bytes) else { return nil }
        let number = Self.keys.number(namedIn: envelope.protected)
        (self.kind, self.envelope, isCorrupted, key) = (kind, envelope, false, Self.keys.choice(number))
        choices = kind.rawValue | number << 3
    }

    var input: [UInt8] { [choices] + envelope.input }

    /// The steps of a load of a case.
    static func steps(of load: JSONField) throws -> [Step] {
        if let trust = load["trust"]?.hexadecimalBytes { return [Step(.trust, trust)].compactMap { $0 } }
        if let status = load["status"]?.hexadecimalBytes { return [Step(.status, status)].compactMap { $0 } }
        if let update = load["update"]?.hexadecimalBytes { return [Step(.update, update)].compactMap { $0 } }
        if let bundle = load["bundle"]?.hexadecimalBytes, let items = try? ListBundle(bundle) {
            return (items.package.map { Step(.item, Array($0)) } + [Step(.bundle, Array(items.trust))]).compactMap {
                $0
            }
        }
        let items = try (load["package"]?.array() ?? []).compactMap(\.hexadecimalBytes)
        return (items.dropLast().map { Step(.item, $0) } + items.suffix(1).map { Step(.package, $0) }).compactMap { $0 }
    }
}

/// The lists of a scanner, to which steps are applied.
private struct Loading {
    private static let name = "scanners"
    private static let anchors = OwnKeys.named("anchor", "anchor-ed").map(\.publicKey)
    private static let trust = require("the vectors have a trust list") {
        try TrustList(json: JSONWriter.bytes(Vectors().file("credential")["trusts"]?["main"]?.value ?? .null))
    }

    private var lists = VerifierLists(trust: trust)
    private var items: [Step] = []

    mutating func run(_ step: Step) {
        let (bytes, before) = (step.bytes, lists)
        let summary = try? ListSummary(bytes)
        var isLoaded: Bool
        switch step.kind {
        case .trust:
            isLoaded = load { try $0.load(signedTrust: bytes, name: Self.name, anchors: Self.anchors, at: .ofVectors) }
        case .status: isLoaded = load { try $0.load(statusList: bytes, at: .ofVectors) }
        case .update: isLoaded = load { try $0.load(unstoredUpdate: bytes, at: .ofVectors) }
        case .item:
            items.append(step)
            return
        case .package:
            items.append(step)
            loadPackage()
            return
        case .bundle:
            isLoaded = loadBundle(trust: bytes)
        }
        guard isLoaded else {
            require(lists.rollbackState == before.rollbackState, "a refused list changes no mark")
            require(lists.trust.json == before.trust.json, "a refused list changes no trust")
            return
        }
        require(!step.isCorrupted, "a list with a wrong signature is refused")
        require(summary != nil, "a list that is loaded has a summary")
        switch step.kind {
        case .trust, .bundle: require(Self.anchors.contains(step.key.publicKey), "a trust list is signed by an anchor")
        case .status, .update, .item, .package: require(isTrusted(step.key), "a list is signed by a trusted key")
        }
        guard step.kind == .trust || step.kind == .status else { return }
        let state = lists.rollbackState
        let isLoadedAgain = load { lists in
            if step.kind == .trust {
                try lists.load(signedTrust: bytes, name: Self.name, anchors: Self.anchors, at: .ofVectors)
            } else {
                try lists.load(statusList: bytes, at: .ofVectors)
            }
        }
        require(isLoadedAgain, "the same list is loaded again")
        require(lists.rollbackState == state, "a list that is loaded again changes no mark")
    }

    private mutating func load(_ body: (inout VerifierLists) throws -> Void) -> Bool {
        do { try body(&lists) } catch {
            _ = (error as? any CodedError)?.message
            return false
        }
        return true
    }

    private func isTrusted(_ key: PrivateKey) -> Bool {
        lists.trust.issuers.contains { issuer in
            issuer.keys.contains { $0.use.contains(.status) && $0.publicKey == key.publicKey }
        }
    }

    private mutating func loadPackage() {
        let signed = items.map(\.bytes)
        let refused = lists.load(package: signed.map { $0[...] }, at: .ofVectors)
        for (place, item) in items.enumerated() where refused[place] == nil && item.isCorrupted {
            // Only the index vouches for a list of a package.
            require(isStatusList(signed[place]), "an item with a wrong signature is refused")
        }
        items = []
    }

    private func isStatusList(_ bytes: [UInt8]) -> Bool { (try? ListSummary(bytes))?.kind == .status }

    private mutating func loadBundle(trust: [UInt8]) -> Bool {
        let package = items.map(\.bytes)
        items = []
        guard let bundle = try? ListBundle(trust: trust, package: package) else { return false }
        require(bundle.bytes == trust + package.joined(), "a bundle consists of its items")
        // An envelope with an arbitrary map may be more or less than one item.
        if ([trust] + package).allSatisfy({ (try? ListBundle($0))?.package.isEmpty ?? false }) {
            require(bundle.package.map { Array($0) } == package, "a bundle is divided into its items")
        }
        _ = try? bundle.summaries()
        return load { _ = try $0.load(bundle, name: Self.name, anchors: Self.anchors, at: .ofVectors) }
    }

    func checkState() {
        let state = lists.rollbackState
        let again = require("a rollback state is read again") { try RollbackState(json: Array(state.json.utf8)) }
        require(again == state, "a rollback state has one JSON form")
        let trust = require("a trust list is read again") { try TrustList(json: Array(lists.trust.json.utf8)) }
        require(trust.json == lists.trust.json, "a trust list has one JSON form")
        for list in lists.statusLists { _ = list.table.number(at: list.table.size - 1) }
        for state in lists.publicationStates {
            for uri in state.uris.prefix(4) { _ = state.number(at: 0, in: uri) }
        }
    }
}
