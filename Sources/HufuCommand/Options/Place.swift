/// The value of an option that names a file, or a database for several machines.
enum Place {
    static func isDatabase(_ place: String) -> Bool {
        place.hasPrefix("postgresql://") || place.hasPrefix("postgres://")
    }

    /// Whether the place is a database.
    ///
    /// - Throws: a failure if its address has a password.
    static func checkedIsDatabase(_ place: String, of option: String) throws(Failure) -> Bool {
        guard isDatabase(place) else { return false }
        // RFC 3986 section 3.2: what is before the last @ of the authority; or a parameter of libpq.
        let rest = place.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
        let parameters = rest.drop { $0 != "?" }.dropFirst().split(separator: "&")
        guard !user.contains(":"), !parameters.contains(where: { $0.hasPrefix("password=") }) else {
            throw .usage(
                "the address has a password, which the list of processes shows to every user of this machine",
                option: option, advice: "Leave it out, and set PGPASSWORD or write ~/.pgpass.")
        }
        return true
    }
}
