internal import Hufu

extension VectorFile {
    /// `loading.json`: lists loaded one after another, and the state after them.
    func loadingCases() throws -> [VectorCase] {
        var file = self
        let name = try file.head.requiredString("name")
        let anchors = try file.head.requiredArray("anchors").map { try PublicKey(jwk: $0) }
        let skew = Duration.seconds(try file.head.requiredInt("skew", in: 0...UnixTime.maximumSeconds))
        let roots = try file.head.table(StatusRoots.name) { try StatusRoots($0) }
        return try file.cases { object throws in
            let loads = try object.requiredArray("loads").map { try Load($0) }
            let expect = try object.required("expect")
            let asked = try expect["values"].map { try $0.array().map(Asked.init) } ?? []
            let expected = expect.value
            let check: @Sendable ((any StatusCertificateVerifier)?) throws -> String? = { certificates in
                var lists = VerifierLists(trust: try TrustList(issuers: []), statusCertificates: certificates)
                for (number, load) in loads.enumerated() {
                    let result = try load.run(on: &lists, name: name, anchors: anchors, skew: skew)
                    guard result == load.expected else { return "load \(number): \(result)" }
                }
                let found = Self.state(of: lists, asked)
                return found == expected
                    ? nil : "\(JSONWriter.text(expected)) expected, \(JSONWriter.text(found)) found"
            }
            guard let name = try object.optionalString(StatusRoots.name) else { return .layer { try check(nil) } }
            guard let roots = roots[name] else { throw InvalidCase("there are no roots \(name)") }
            return .certified(roots, check)
        }
    }

    /// `request.json`: key requests.
    func requestCases() throws -> [VectorCase] {
        try cases { object throws in
            let request = KeyRequest(try object.requiredBytes("input_hex"))
            let challenge = try object.requiredBytes("challenge")
            var expect = try object.requiredObject("expect")
            let expected: Answer =
                try expect.requiredBool("valid")
                ? .key(try expect.requiredBytes("key")) : .refused(code: try expect.requiredString("code"))
            try expect.finish()
            return .layer {
                let found = Answer(request, answering: challenge)
                return found == expected ? nil : "\(expected) expected, \(found) found"
            }
        }
    }

    /// The result of a key request: the thumbprint of the device's key, or the code of the error.
    private enum Answer: Equatable {
        case key([UInt8])
        case refused(code: String)

        init(_ request: KeyRequest, answering challenge: [UInt8]) {
            do throws(KeyRequestError) { self = .key(try request.key(answering: challenge).thumbprint) } catch {
                self = .refused(code: error.code)
            }
        }
    }

    /// An entry whose value a case states.
    private struct Asked {
        let issuer: String
        let uri: String
        let index: Int

        init(_ field: JSONField) throws {
            var object = try field.object()
            (issuer, uri) = (try object.requiredString("iss"), try object.requiredString("uri"))
            index = try object.requiredInt("index")
        }

        func value(in lists: VerifierLists) -> JSONValue {
            let reading = lists.statusNumber(at: index, issuer: issuer, uri: uri)
            return [
                "iss": .string(issuer), "uri": .string(uri), "index": .integer(index),
                "value": reading?.number.map { .integer(Int($0)) } ?? .null,
                "iat": reading.map { .integer($0.issuedAt.secondsSince1970) } ?? .null,
            ]
        }
    }

    private static func state(of lists: VerifierLists, _ asked: [Asked]) -> JSONValue {
        let status = lists.statusLists.sorted { ($0.issuer, $0.uri) < ($1.issuer, $1.uri) }.map { list in
            ["iss": .string(list.issuer), "uri": .string(list.uri), "iat": .integer(list.issuedAt.secondsSince1970)]
                as JSONValue
        }
        let states = lists.publicationStates.sorted { ($0.issuer, $0.name) < ($1.issuer, $1.name) }.map { state in
            [
                "iss": .string(state.issuer), "sub": .string(state.name),
                "iat": .integer(state.issuedAt.secondsSince1970), "state": .string(Hex.encode(state.hash)),
            ] as JSONValue
        }
        var members = [
            JSONMember("issuers", .array(lists.trust.issuers.map(\.id).sorted().map(JSONValue.string))),
            JSONMember(
                "clock_floor", (lists.rollbackState.clockFloor?.secondsSince1970).map(JSONValue.integer) ?? .null),
            JSONMember("status_lists", .array(status)),
        ]
        if !states.isEmpty { members.append(JSONMember("publications", .array(states))) }
        if !asked.isEmpty { members.append(JSONMember("values", .array(asked.map { $0.value(in: lists) }))) }
        return .object(members)
    }

    private struct Load {
        enum Kind: String, CaseIterable { case trust, status, bundle }

        enum Content {
            case file(Kind, [UInt8])
            case package([[UInt8]])
            case restart
        }

        enum Result: Equatable {
            /// With the indices of the items of a bundle that were refused.
            case loaded([Int])
            case refused
            /// The code of each item of a package, or `nil`.
            case codes([String?])
        }

        let content: Content
        let time: UnixTime
        let expected: Result

        init(_ field: JSONField) throws {
            var object = try field.object()
            if object.optional("restart") != nil {
                (content, time, expected) = (.restart, UnixTime(secondsSince1970: 0), .loaded([]))
                try object.finish()
                return
            }
            if let items = try object.optionalArray("package") {
                content = .package(try items.map { try $0.hexadecimal() })
                time = UnixTime(secondsSince1970: try object.requiredInt("at"))
                expected = .codes(try object.requiredArray("codes").map { $0.isNull ? nil : try $0.string() })
                try object.finish()
                return
            }
            let given = try Kind.allCases.compactMap { kind in
                try object.optional(kind.rawValue).map { (kind, try $0.hexadecimal()) }
            }
            guard given.count == 1, let (kind, bytes) = given.first else {
                throw InvalidCase("a load has exactly one of trust, status, bundle, package and restart")
            }
            content = .file(kind, bytes)
            time = UnixTime(secondsSince1970: try object.requiredInt("at"))
            let refused = try object.optionalArray("refused_lists")?.map { try $0.int() }
            switch (try object.requiredString("result"), kind, refused) {
            case ("loaded", .bundle, let refused?): expected = .loaded(refused)
            case ("loaded", .trust, nil), ("loaded", .status, nil): expected = .loaded([])
            case ("refused", _, nil): expected = .refused
            default: throw field.invalid(expected: "loaded or refused; refused_lists of a bundle that is loaded")
            }
            try object.finish()
        }

        func run(
            on lists: inout VerifierLists, name: String, anchors: [PublicKey], skew: Duration
        ) throws -> Result {
            switch content {
            case .restart:
                // The state that a scanner stores, by its file.
                let stored = try RollbackState(json: Array(lists.rollbackState.json.utf8))
                lists = VerifierLists(trust: try TrustList(issuers: []), rollbackState: stored)
                return .loaded([])
            case .package(let items):
                let refused = lists.load(package: items.map { $0[...] }, skew: skew, at: time)
                return .codes(items.indices.map { refused[$0]?.code })
            case .file(let kind, let bytes):
                return run(kind, bytes, on: &lists, name: name, anchors: anchors, skew: skew)
            }
        }

        private func run(
            _ kind: Kind, _ bytes: [UInt8], on lists: inout VerifierLists, name: String, anchors: [PublicKey],
            skew: Duration
        ) -> Result {
            do {
                switch kind {
                case .trust: try lists.load(signedTrust: bytes, name: name, anchors: anchors, skew: skew, at: time)
                case .status: try lists.load(statusList: bytes, skew: skew, at: time)
                case .bundle:
                    let refused = try lists.load(
                        ListBundle(bytes), name: name, anchors: anchors, skew: skew, at: time)
                    return .loaded(refused.keys.sorted())
                }
                return .loaded([])
            } catch { return .refused }
        }
    }
}
