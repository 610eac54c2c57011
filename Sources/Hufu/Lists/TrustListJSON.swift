/// The JSON form of a trust list. It is not signed: the operator has put it there.
///
/// ```json
/// {"issuers": [{"id": "…", "name": "…", "countries": ["CN"], "root_sha256": "<hex>", "keys": [
///   {"kid": "<hex>", "jwk": {…}, "use": ["credential", "status"],
///    "not_before": "…", "not_after": "…", "revoked_at": "…"}]}]}
/// ```
extension TrustList {
    /// A list from its JSON form. An unknown name is an error, as is a key that is not a valid point.
    ///
    /// - Throws: ``JSONError``, ``KeyError`` or ``TrustListError``.
    public init(json: [UInt8]) throws {
        var root = try JSONReader.read(json).object()
        let issuers = try root.requiredArray("issuers").map(Self.issuer)
        try root.finish()
        try self.init(issuers: issuers)
    }

    package init(json field: JSONField) throws {
        var root = try field.object()
        let issuers = try root.requiredArray("issuers").map(Self.issuer)
        try root.finish()
        try self.init(issuers: issuers)
    }

    private static func issuer(_ field: JSONField) throws -> Issuer {
        var object = try field.object()
        let issuer = Issuer(
            id: try object.requiredString("id"), name: try object.requiredString("name"),
            countries: try object.optionalArray("countries")?.map { try $0.string() },
            rootDigest: try object.optional("root_sha256").map(bytes),
            keys: try object.requiredArray("keys").map(key))
        try object.finish()
        return issuer
    }

    private static func bytes(_ field: JSONField) throws -> [UInt8] {
        guard let bytes = Hex.decode(try field.string()) else {
            throw field.invalid(expected: "hexadecimal digits, two a byte")
        }
        return bytes
    }

    private static func key(_ field: JSONField) throws -> Key {
        var object = try field.object()
        let id = try bytes(try object.required("kid"))
        let key = Key(
            try PublicKey(jwk: try object.required("jwk")), id: id,
            use: try use(try object.requiredArray("use")), notBefore: try time("not_before", &object),
            notAfter: try time("not_after", &object), revokedAt: try time("revoked_at", &object))
        try object.finish()
        return key
    }

    private static func use(_ fields: [JSONField]) throws -> Use {
        var result: Use = []
        for field in fields {
            let name = try field.string()
            guard let use = Use(name: name), result.isDisjoint(with: use) else {
                throw field.invalid(expected: "\"credential\", \"status\" or \"verifier\", each once")
            }
            result.insert(use)
        }
        return result
    }

    private static func time(_ name: String, _ object: inout JSONObject) throws -> UnixTime? {
        guard let field = object.optional(name) else { return nil }
        guard let time = UnixTime(try field.string()) else {
            throw field.invalid(expected: "a time such as 2026-11-23T08:00:00Z")
        }
        return time
    }

    /// The JSON form, indented by two spaces.
    public var json: String { JSONWriter.text(jsonValue, .pretty) }

    private var jsonValue: JSONValue {
        let issuers = issuers.map { issuer in
            var members = [JSONMember("id", .string(issuer.id)), JSONMember("name", .string(issuer.name))]
            if let countries = issuer.countries {
                members.append(JSONMember("countries", .array(countries.map(JSONValue.string))))
            }
            if let digest = issuer.rootDigest {
                members.append(JSONMember("root_sha256", .string(Hex.encode(digest))))
            }
            members.append(JSONMember("keys", .array(issuer.keys.map(Self.json))))
            return JSONValue.object(members)
        }
        return ["issuers": .array(issuers)]
    }

    private static func json(_ key: Key) -> JSONValue {
        var members = [
            JSONMember("kid", .string(Hex.encode(key.id))), JSONMember("jwk", key.publicKey.jwkValue),
            JSONMember("use", .array(key.use.names.map(JSONValue.string))),
        ]
        for (name, time) in [
            ("not_before", key.notBefore), ("not_after", key.notAfter), ("revoked_at", key.revokedAt),
        ] {
            if let time { members.append(JSONMember(name, .string(time.description))) }
        }
        return .object(members)
    }
}
