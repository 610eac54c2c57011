#if Desk
    internal import Hufu
    internal import HufuScanner
    internal import Hummingbird

    /// What operators and programs ask: the state of the lists, the last scans, health, and metrics.
    struct StatusEndpoints: Sendable {
        let scanner: DeskScanner
        let challenges: ChallengeTable
        let identity: DeskIdentity?
        let counts: RequestCounts
        let connections: ConnectionTable
        let facts: DeskFacts

        var endpoints: [Endpoint] {
            [
                Endpoint(path: "/v1/status", methods: [.get: status(_:)]),
                Endpoint(path: "/v1/scans", methods: [.get: scans(_:)]),
                Endpoint(
                    path: "/health", needsToken: false, methods: [.get: { _ in .json(["health": "ok"]) }]),
                Endpoint(path: "/metrics", methods: [.get: metrics(_:)]),
            ]
        }

        private func status(_ call: Call) async throws -> Response {
            let (now, policy) = (UnixTime.now, scanner.scanner.policy)
            return .json([
                "version": .string(PackageVersion.current), "now": .string(now.description),
                "started_at": .string(facts.startedAt.description), "demo": .bool(facts.isDemo),
                "language": .string(call.language.tag),
                "languages": .array(Language.allCases.map { .string($0.tag) }),
                "pictures": .bool(facts.readsPictures), "token": .bool(facts.hasToken),
                "single_use": .bool(policy.requiresSingleUse),
                "challenges": [
                    "required": .bool(policy.requiresChallenge), "signed": .bool(identity != nil),
                    "may_ask": .array((identity?.certificate.elements ?? []).map { value($0, in: call.language) }),
                    "age": .integer(challenges.age.wholeSeconds),
                ],
                "lists": .array(lists.map { $0.value(in: call.language, at: now, policy) }),
                "counts": outcomes(scanner.journal.counts),
                "faults": .array(scanner.journal.faults.map(\.value)),
            ])
        }

        /// An element with the label of its field; the second page is no field.
        private func value(_ element: License.Element, in language: Language) -> JSONValue {
            let field = License.Field.allCases.first { $0.jsonName == element.jsonName }
            let label = field.map { [JSONMember("label", .string(language.label($0)))] } ?? []
            return .object([JSONMember("name", .string(element.jsonName))] + label)
        }

        private func scans(_ call: Call) async throws -> Response {
            .json([
                "scans": .array(
                    scanner.journal.scans.map { scan in
                        [
                            "at": .string(scan.time.description), "verdict": .string(scan.code.outcome.rawValue),
                            "code": .string(scan.code.rawValue),
                        ]
                    })
            ])
        }

        private func outcomes(_ counts: [Verdict.Code: Int]) -> JSONValue {
            .object(
                Verdict.Outcome.allCases.map { outcome in
                    let codes = counts.filter { $0.key.outcome == outcome }
                    return JSONMember(outcome.rawValue, .integer(codes.values.reduce(0, +)))
                })
        }

        private var lists: [ListState] {
            let lists = scanner.scanner.lists
            let trust = ListState(lists.trust)
            let status = lists.statusLists.map(ListState.init(_:)).sorted { $0.name < $1.name }
            let publications = lists.publicationStates.map(ListState.init(_:)).sorted { $0.name < $1.name }
            return [trust] + status + publications
        }

        private func metrics(_ call: Call) async throws -> Response {
            var text = MetricsText()
            text.add(
                "hufu_scans_total", "counter", "Scans, by outcome and code.",
                scanner.journal.counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, count in
                    ([("verdict", code.outcome.rawValue), ("code", code.rawValue)], Double(count))
                })
            text.add(
                "hufu_requests_total", "counter", "Requests, by path and status.",
                counts.requests.sorted { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }.map {
                    key, count in
                    ([("path", key.path), ("status", "\(key.status)")], Double(count))
                })
            text.add("hufu_request_seconds", "Time from the header of a request to its answer.", counts.times)
            let now = UnixTime.now
            text.add(
                "hufu_list_age_seconds", "gauge", "Time since a list was signed.",
                lists.compactMap { list in
                    list.issuedAt.map { time in
                        ([("kind", list.kind.rawValue), ("name", list.name)], Double(now - time))
                    }
                })
            text.add(
                "hufu_list_faults", "gauge", "Faults of lists and stores.", [([], Double(scanner.journal.faults.count))]
            )
            text.add("hufu_connections", "gauge", "Open connections.", [([], Double(connections.count))])
            text.add(
                "hufu_challenges_open", "gauge", "Challenges that wait for an answer.", [([], Double(challenges.count))]
            )
            return .bytes(Array(text.text.utf8), MetricsText.mediaType)
        }
    }

    /// What does not change while a desk runs.
    struct DeskFacts: Sendable {
        var startedAt = UnixTime.now
        let isDemo: Bool
        let readsPictures: Bool
        let hasToken: Bool
    }

    /// A list of the scanner, and whether it is current.
    private struct ListState {
        enum Kind: String { case trust, status, publication }

        let kind: Kind
        /// Empty for a trust list that is not signed, which has no name.
        let name: String
        var issuer: String?
        var issuedAt: UnixTime?
        var expiresAt: UnixTime?
        var timeToLive: Duration?

        init(_ list: TrustList) {
            kind = .trust
            name = list.validity?.name ?? ""
            issuedAt = list.validity?.issuedAt
            expiresAt = list.validity?.expiresAt
        }

        init(_ list: StatusList) {
            (kind, name, issuer) = (.status, list.uri, list.issuer)
            (issuedAt, expiresAt, timeToLive) = (list.issuedAt, list.expiresAt, list.timeToLive)
        }

        init(_ state: PublicationState) {
            (kind, name, issuer) = (.publication, state.name, state.issuer)
            (issuedAt, expiresAt, timeToLive) = (state.issuedAt, state.expiresAt, state.timeToLive)
        }

        /// Whether the list allows a valid verdict (profile section 14, step 12).
        private func isCurrent(at now: UnixTime, _ policy: Policy) -> Bool {
            if let expiresAt, now >= expiresAt { return false }
            switch kind {
            case .trust: return true
            case .status, .publication:
                guard let oldest = policy.maximumStatusAge ?? timeToLive else { return expiresAt != nil }
                return issuedAt.map { now - $0 < oldest.wholeSeconds } ?? false
            }
        }

        func value(in language: Language, at now: UnixTime, _ policy: Policy) -> JSONValue {
            let age = issuedAt.map { now - $0 }
            var members = [
                JSONMember("kind", .string(kind.rawValue)), JSONMember("current", .bool(isCurrent(at: now, policy))),
            ]
            func add(_ name: String, _ value: JSONValue?) {
                if let value { members.append(JSONMember(name, value)) }
            }
            add("name", name.isEmpty ? nil : .string(Escaped.text(name)))
            add("issuer", issuer.map { .string(Escaped.text($0)) })
            add("issued_at", issuedAt.map { .string($0.description) })
            add("expires_at", expiresAt.map { .string($0.description) })
            add("age", age.map { .integer($0) })
            add("age_text", age.map { .string(Age.text($0, in: language)) })
            return .object(members)
        }
    }

    extension DeskJournal.Fault {
        fileprivate var value: JSONValue {
            var members = [
                JSONMember("at", .string(time.description)), JSONMember("code", .string(code)),
                JSONMember("title", .string(Escaped.text(title))), JSONMember("advice", .string(Escaped.text(advice))),
            ]
            if let detail { members.append(JSONMember("detail", .string(Escaped.text(detail)))) }
            return .object(members)
        }
    }
#endif
