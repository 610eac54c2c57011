#if PostgreSQL
    import Hufu
    import HufuPostgreSQL
    import HufuTestSupport
    import Testing

    @Suite("PostgreSQLRollbackStore", .endsInTime)
    struct PostgreSQLRollbackStoreTests {
        private let server: PostgreSQLServer
        private let address: String

        init() throws {
            server = try PostgreSQLServer.shared.get()
            address = try server.makeDatabase()
        }

        private func state(_ issuedAt: Int) throws -> RollbackState {
            let digest = String(repeating: "0", count: 64)
            return try RollbackState(
                json: Array(
                    #"{"trust": [{"name": "a", "iat": \#(issuedAt), "sig_structure_sha256": "\#(digest)"}], "status": []}"#
                        .utf8))
        }

        @Test("It keeps the contract of rollback state stores")
        func contract() async throws {
            try await StoreContract.checkRollbackStateStore { try await PostgreSQLRollbackStore(address) }
        }

        @Test("A change whose answer was lost is in the store, and is made once more")
        func lostAnswer() async throws {
            let proxy = try PostgreSQLProxy(before: server)
            let (near, far) = (
                try await PostgreSQLRollbackStore(proxy.address(of: address)),
                try await PostgreSQLRollbackStore(address)
            )
            for number in 1...3 {
                let next = try state(number)
                // Of reading and of writing.
                try proxy.command("lose 3")
                try await near.update { $0.formUnion(next) }
                #expect(try await far.update { $0 } == next)
            }
        }

        @Test("A state that is damaged or missing is an error, and not an empty one")
        func damaged() async throws {
            let store = try await PostgreSQLRollbackStore(address)
            let first = try state(1)
            for statement in ["UPDATE hufu_scanner.rollback SET state = '{}'", "DELETE FROM hufu_scanner.rollback"] {
                try server.query(statement, at: address)
                do {
                    try await store.update { $0 = first }
                    Issue.record("it was changed")
                } catch let error as PostgreSQLStoreError { #expect(error.reason == .damaged) }
            }
        }

        @Test("A store that cannot be reached is an error, and changes nothing")
        func unreachable() async throws {
            let proxy = try PostgreSQLProxy(before: server)
            let store = try await PostgreSQLRollbackStore(proxy.address(of: address), patience: .milliseconds(300))
            try proxy.command("refuse")
            await #expect(throws: PostgreSQLStoreError.self) { try await store.update { _ in Issue.record("called") } }
        }
    }
#endif
