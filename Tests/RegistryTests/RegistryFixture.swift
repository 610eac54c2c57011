import Foundation
import Hufu
import HufuIssuer
import HufuTestSupport
import Testing

#if PostgreSQL
    import HufuPostgreSQL
#endif
#if SQLite
    import HufuSQLite
#endif

/// The stores that this build has.
enum Store: CaseIterable {
    #if SQLite
        case sqlite
    #endif
    #if PostgreSQL
        case postgreSQL
    #endif
}

/// A new database in which each call of `open` finds the same registry.
struct RegistryFixture: Sendable {
    let store: Store
    let directory: TemporaryDirectory
    /// The file, or the address.
    let place: String

    init(_ store: Store) throws {
        self.store = store
        directory = try TemporaryDirectory()
        switch store {
        #if SQLite
            case .sqlite: place = directory.file("issuer.db").path
        #endif
        #if PostgreSQL
            case .postgreSQL: place = try PostgreSQLServer.shared.get().makeDatabase()
        #endif
        }
    }

    #if PostgreSQL
        /// A database on a server of its own.
        init(on server: PostgreSQLServer) throws {
            store = .postgreSQL
            directory = try TemporaryDirectory()
            place = try server.makeDatabase()
        }
    #endif

    func make(
        _ lists: [RegistryList] = [], naming: DocumentNaming = .documentNumber
    ) async throws -> any Registry {
        let registry: any Registry
        switch store {
        #if SQLite
            case .sqlite: registry = try SQLiteRegistry.make(path: place, naming: naming)
        #endif
        #if PostgreSQL
            case .postgreSQL: registry = try await PostgreSQLRegistry.make(place, naming: naming)
        #endif
        }
        try await registry.add(lists)
        return registry
    }

    func open(naming: DocumentNaming = .documentNumber) async throws -> any Registry {
        switch store {
        #if SQLite
            case .sqlite: try SQLiteRegistry(path: place, naming: naming)
        #endif
        #if PostgreSQL
            case .postgreSQL: try await PostgreSQLRegistry.open(place, naming: naming)
        #endif
        }
    }
}

extension RegistryList {
    static func test(_ number: Int = 1, bits: Int = 4, size: Int = 2_000) throws -> RegistryList {
        try RegistryList(uri: "https://s.example/\(number)", bits: bits, size: size)
    }
}

extension Registry {
    func name(_ number: Int) throws -> DocumentName { try naming.name("D\(number)") }

    func request(
        _ number: Int, device: Int = 0, until end: UnixTime = 1_000, status: StatusReference? = nil
    ) throws -> RegistryRequest {
        RegistryRequest(try name(number), on: holder(device), until: end, status: status)
    }

    func register(_ requests: RegistryRequest...) async throws -> [Result<StatusReference, RegistryError>] {
        try await register(requests, at: 10)
    }

    func set(_ change: RegistryChange) async throws -> Int { try await set([change], at: 20)[0].get() }
}

func holder(_ number: Int) -> RegistryHolder {
    .device((0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8)) })
}

/// The reason of the error that `body` throws.
func reason<Value>(_ body: () async throws -> Value) async -> RegistryError.Reason? {
    do {
        _ = try await body()
        return nil
    } catch { return (error as? RegistryError)?.reason }
}

extension Result where Failure == RegistryError {
    var reason: RegistryError.Reason? {
        switch self {
        case .success: nil
        case .failure(let error): error.reason
        }
    }
}
