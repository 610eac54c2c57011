/// The value of an option that names a file, or a database for several machines.
enum Place {
    static func isDatabase(_ place: String) -> Bool {
        place.hasPrefix("postgresql://") || place.hasPrefix("postgres://")
    }

    /// The failure of a command that was built without the store.
    static func missing(_ trait: String, for option: String) -> Failure {
        .usage(
            "this hufu was built without \(trait)", option: option,
            advice: "Build it with `swift build --traits default,\(trait)`.")
    }
}
