#if X509
    import Hufu
    import HufuX509
    import Testing

    /// A chain that openssl makes, and what it is worth.
    struct Chain: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The reason that this library gives; `nil` for a good chain.
        let fault: X509Error.Reason?
        let names: [String]
        let root: String
        let lists: [String]
        let now: UnixTime
        let make: @Sendable (Authorities) throws -> Void

        init(
            _ description: String, _ fault: X509Error.Reason? = nil, _ names: [String] = ["signer"],
            root: String = "root", lists: [String] = [], at now: UnixTime = Authorities.now,
            _ make: @escaping @Sendable (Authorities) throws -> Void
        ) {
            (testDescription, self.fault, self.names) = (description, fault, names)
            (self.root, self.lists, self.now, self.make) = (root, lists, now, make)
        }

        /// A chain of a root, a CA and a signer.
        static func ofThree(
            _ description: String, _ fault: X509Error.Reason? = nil, lists: [String] = [],
            root: @escaping @Sendable (inout Authorities.Request) -> Void = { _ in },
            authority: @escaping @Sendable (inout Authorities.Request) -> Void = { _ in },
            signer: @escaping @Sendable (inout Authorities.Request) -> Void = { _ in },
            then: @escaping @Sendable (Authorities) throws -> Void = { _ in }
        ) -> Chain {
            Chain(description, fault, ["signer", "sub"], lists: lists) { authorities in
                try authorities.root(root)
                try authorities.authority(authority)
                try authorities.signer(under: "sub", signer)
                try then(authorities)
            }
        }

        /// A chain of a root and a signer.
        static func ofTwo(
            _ description: String, _ fault: X509Error.Reason? = nil, lists: [String] = [],
            at now: UnixTime = Authorities.now,
            root: @escaping @Sendable (inout Authorities.Request) -> Void = { _ in },
            signer: @escaping @Sendable (inout Authorities.Request) -> Void = { _ in },
            then: @escaping @Sendable (Authorities) throws -> Void = { _ in }
        ) -> Chain {
            Chain(description, fault, lists: lists, at: now) { authorities in
                try authorities.root(root)
                try authorities.signer(signer)
                try then(authorities)
            }
        }
    }

    extension Authorities {
        func root(_ change: (inout Request) -> Void) throws { try root("root", change) }
        func authority(_ change: (inout Request) -> Void) throws { try authority("sub", change) }
        func signer(_ change: (inout Request) -> Void) throws { try signer("signer", change) }
        func signer(under issuer: String, _ change: (inout Request) -> Void) throws {
            try signer("signer", under: issuer, change)
        }
    }

    @Suite("Chains of certificates")
    struct ChainTests {
        @Test("openssl verify agrees", arguments: Chains.agreed)
        func agreed(chain: Chain) throws {
            let authorities = try Authorities()
            try chain.make(authorities)
            let theirs = try authorities.opensslFault(chain.names, root: chain.root, lists: chain.lists, at: chain.now)
            let ours = try authorities.fault(chain.names, root: chain.root, lists: chain.lists, at: chain.now)
            #expect((ours == nil) == (theirs == nil), "\(ours?.rawValue ?? "good"); openssl: \(theirs ?? "good")")
            #expect(ours == chain.fault)
        }

        /// Each is a form that this library does not support, or a second at which RFC 5280 decides.
        @Test("openssl verify judges otherwise, for a reason that is known", arguments: Chains.different)
        func different(chain: Chain) throws {
            let authorities = try Authorities()
            try chain.make(authorities)
            let theirs = try authorities.opensslFault(chain.names, root: chain.root, lists: chain.lists, at: chain.now)
            let ours = try authorities.fault(chain.names, root: chain.root, lists: chain.lists, at: chain.now)
            #expect(ours == chain.fault)
            #expect((ours == nil) != (theirs == nil), "\(theirs ?? "good")")
        }

        @Test("There are at least sixty chains on which both agree, good and bad")
        func count() {
            let bad = Chains.agreed.count { $0.fault != nil }
            #expect(Chains.agreed.count >= 60 && bad >= 30 && Chains.agreed.count - bad >= 20)
        }
    }
#endif
#if !X509
    import Testing

    @Test("Certificates are tested with the trait X509", .disabled("built without the trait X509"))
    func certificatesNeedTheTrait() {}
#endif
