/// Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6.2, RFC 8037).
extension PublicKey {
    /// A key from the text of a JWK. Members that are not the key itself, such as `kid` and
    /// `use`, are ignored (RFC 7517 section 4); a private key is refused.
    public init(jwk text: [UInt8]) throws {
        try self.init(jwk: try JSONReader.read(text))
    }

    package init(jwk field: JSONField) throws {
        var object = try field.object()
        if let secret = object.optional("d") { throw KeyError(.privateInsteadOfPublic, at: secret.path) }
        let (type, curve) = (try object.requiredString("kty"), try object.required("crv"))
        let name = try curve.string()
        let x = try Self.coordinate("x", &object)
        switch (type, name) {
        case ("EC", "P-256"): try self.init(x: x[...], y: try Self.coordinate("y", &object)[...])
        case ("OKP", "Ed25519"): try self.init(ed25519: x[...])
        default: throw KeyError(.typeUnsupported, at: curve.path)
        }
    }

    private static func coordinate(_ name: String, _ object: inout JSONObject) throws -> [UInt8] {
        let field = try object.required(name)
        guard let bytes = Base64.decode(try field.string(), .url), bytes.count == 32 else {
            throw KeyError(.memberInvalid, at: field.path)
        }
        return bytes
    }

    /// The key as a JWK: a compact JSON object.
    public var jwk: String { JSONWriter.text(jwkValue) }

    package var jwkValue: JSONValue {
        let x = JSONValue.string(Base64.encode(coordinates.prefix(32), .url))
        return switch algorithm {
        case .esp256:
            ["kty": "EC", "crv": "P-256", "x": x, "y": .string(Base64.encode(coordinates.suffix(32), .url))]
        case .ed25519: ["kty": "OKP", "crv": "Ed25519", "x": x]
        }
    }
}
