import Foundation
import HufuTestSupport
import Testing

/// Status lists that other software has made: here cbor2, zlib and another implementation of ECDSA.
@Suite("Status lists of other makers")
struct OtherListTests {
    /// Makes one list for each kind, as `KIND.cwt`.
    private static let maker = """
        import cbor2, zlib, sys
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        key = serialization.load_pem_private_key(open("issuer.pem", "rb").read(), None)
        kid, now = bytes.fromhex(sys.argv[1]), int(sys.argv[2])
        values = zlib.compress(bytes([0, 0, 1, 0]))
        typ = "application/statuslist+cwt"

        def write(name, protected=None, unprotected=None, drop=(), first=b"\\xd2", **more):
            protected = {1: -7, 16: typ, 4: kid} if protected is None else protected
            claims = {65533: {"lst": values, "bits": 8}, 6: now, 2: "https://s.example/1", 1: "https://i.example",
                      65534: 3600, 4: now + 86400, **{int(label[1:]): value for label, value in more.items()}}
            claims = {label: value for label, value in claims.items() if label not in drop}
            header, payload = cbor2.dumps(protected), cbor2.dumps(claims)
            signed = cbor2.dumps(["Signature1", header, b"", payload])
            r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
            parts = cbor2.dumps([header, unprotected or {}, payload, r.to_bytes(32, "big") + s.to_bytes(32, "big")])
            open(name + ".cwt", "wb").write(first + parts)

        write("ok")
        write("no-exp", drop=(4,))
        write("no-exp-no-ttl", drop=(4, 65534))
        write("no-iss", drop=(1,))
        write("kid-unprotected", {1: -7, 16: typ}, {4: kid})
        write("typ-number", {16: 279, 1: -9, 4: kid})
        write("more-claims", _70000={"z": [1], "a": 2})
        write("typ-short", {1: -7, 16: "statuslist+cwt", 4: kid})
        write("typ-missing", {1: -7, 4: kid})
        write("alg-es384", {1: -35, 16: typ, 4: kid})
        write("alg-missing", {16: typ, 4: kid})
        write("alg-unprotected", {16: typ, 4: kid}, {1: -7})
        write("kid-missing", {1: -7, 16: typ})
        write("kid-twice", {1: -7, 16: typ, 4: kid}, {4: kid})
        write("kid-unknown", {1: -7, 16: typ, 4: b"other"})
        write("no-sub", drop=(2,))
        write("no-iat", drop=(6,))
        write("iat-float", _6=float(now) + 0.5)
        write("untagged", first=b"")
        write("cwt-tag", first=b"\\xd8\\x3d\\xd2")
        write("later", _6=now + 9999)
        open("jwt.cwt", "w").write("eyJhbGciOiJFUzI1NiIsInR5cCI6InN0YXR1c2xpc3Qrand0In0.e30.AAAA")
        """

    private func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        let trust = try fixture.run("hufu trust show --json trust.json")
        let issuer = try #require((try JSONOutput(trust).object["issuers"] as? [[String: Any]])?.first)
        let kid = try #require((issuer["keys"] as? [[String: Any]])?.first?["kid"] as? String)
        try fixture.write(Self.maker, "maker.py")
        try fixture.run("'\(Repository.python.path)' maker.py \(kid) \(CommandFixture.now)")
        return fixture
    }

    @Test("A list as the draft allows it is read: other algorithm numbers, order of maps, places of kid, and no exp")
    func read() throws {
        let fixture = try fixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#2")
        let token = try fixture.present()
        try fixture.issue("us", "--status https://s.example/1#0")
        let other = try fixture.present("--transport base32")
        for name in ["ok", "no-exp", "no-exp-no-ttl", "no-iss", "kid-unprotected", "typ-number", "more-claims"] {
            let check = try fixture.run("hufu status check \(name).cwt --trust trust.json --at \(CommandFixture.now)")
            #expect(check.contains("https://s.example/1  by https://i.example\n"), "\(name): \(check)")
            #expect(try fixture.verify(token, "--status \(name).cwt").code == "status.revoked", "\(name)")
            let good = try fixture.verify(other, "--status \(name).cwt").code
            #expect(good == (name == "no-exp-no-ttl" ? "status.stale" : "ok"), "\(name)")
        }
    }

    @Test(
        "A list that is not read is refused with the part that is at fault",
        arguments: [
            ("typ-short", "list.form_invalid", "application/statuslist+cwt"),
            ("typ-missing", "list.form_invalid", "application/statuslist+cwt"),
            ("alg-es384", "list.form_invalid", "(alg) is -35"),
            ("alg-missing", "list.form_invalid", "(alg) is missing"),
            ("alg-unprotected", "list.form_invalid", "label 1 is not protected"),
            ("kid-missing", "list.form_invalid", "its key is named nowhere"),
            ("kid-twice", "list.form_invalid", "its key is named more than once"),
            ("kid-unknown", "list.key_unknown", "no key with this kid"), ("no-sub", "list.form_invalid", "byte"),
            ("no-iat", "list.form_invalid", "byte"), ("iat-float", "list.form_invalid", "byte"),
            ("untagged", "list.form_invalid", "byte 0"), ("cwt-tag", "list.form_invalid", "byte 0"),
            ("jwt", "list.form_invalid", "it is a JWT, and a CWT was expected"),
            ("later", "list.from_future", "in the future"),
        ])
    func refused(name: String, code: String, reason: String) throws {
        let fixture = try fixture()
        for command in [
            "status check \(name).cwt --trust trust.json", "verify X --trust trust.json --status \(name).cwt",
        ] {
            // A list of the future is shown, as its maker wants to see it, and not loaded.
            if name == "later", command.hasPrefix("status check") { continue }
            let result = try fixture.result("hufu \(command) --at \(CommandFixture.now)")
            #expect(result.status == 65 && result.output.isEmpty)
            #expect(result.errors.contains("\(name).cwt: \(code): "), "\(result.errors)")
            #expect(result.errors.contains(reason), "\(result.errors)")
        }
    }
}
