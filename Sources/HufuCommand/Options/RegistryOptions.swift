internal import ArgumentParser
internal import Hufu
internal import HufuIssuer

#if PostgreSQL
    internal import HufuPostgreSQL
#endif
#if SQLite
    internal import HufuSQLite
#endif

/// The registry of an issuer.
struct RegistryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The registry that gives out and records status list entries: a file, or a PostgreSQL database.",
            valueName: "file|postgresql://..."))
    var registry: String?
    @Option(
        help: ArgumentHelp(
            "The key of a registry that has pseudonyms for document numbers: 64 hexadecimal digits.", valueName: "file")
    )
    var pseudonyms: String?

    func validate() throws {
        if pseudonyms != nil, registry == nil { throw ValidationError("--pseudonyms goes with --registry.") }
    }

    /// The registry; `nil` if none is named.
    func open(making isNew: Bool = false) async throws(Failure) -> (any Registry)? {
        guard let registry else { return nil }
        let naming = try pseudonyms.map { path throws(Failure) in
            try Input.read(path, limit: 1 << 10) { try DocumentNaming(pseudonymKey: $0) }
        }
        return try await Failure.naming(nil, status: .inputOutput) {
            try await Self.store(registry, naming ?? .documentNumber, isNew)
        }
    }

    /// The registry of a command that needs one.
    func required(making isNew: Bool = false) async throws(Failure) -> any Registry {
        guard let registry = try await open(making: isNew) else {
            throw .usage("this command needs a registry", advice: "Give --registry FILE or postgresql://HOST/DATABASE.")
        }
        return registry
    }

    private static func store(_ place: String, _ naming: DocumentNaming, _ isNew: Bool) async throws -> any Registry {
        guard try Place.checkedIsDatabase(place, of: "--registry") else {
            #if SQLite
                return try isNew
                    ? SQLiteRegistry.make(path: place, naming: naming) : SQLiteRegistry(path: place, naming: naming)
            #else
                throw Failure.builtWithout("SQLite", trait: "SQLite", option: "--registry")
            #endif
        }
        #if PostgreSQL
            return try await isNew
                ? PostgreSQLRegistry.make(place, naming: naming) : PostgreSQLRegistry.open(place, naming: naming)
        #else
            throw Failure.builtWithout("PostgreSQL", trait: "PostgreSQL", option: "--registry")
        #endif
    }
}
