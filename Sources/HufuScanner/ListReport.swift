public import Hufu

/// Trust lists and status lists as lines of text for people. Names from the lists are not escaped: see ``Escaped``.
public enum ListReport {
    /// A trust list: its name and times if it is signed, then each issuer and its keys.
    public static func lines(of list: TrustList) -> [String] {
        var lines: [String] = []
        if let validity = list.validity {
            lines.append("\(validity.name)  signed \(validity.issuedAt)  until \(validity.expiresAt)")
        }
        for issuer in list.issuers {
            let countries = issuer.countries.map { $0.joined(separator: ", ") } ?? "any country"
            lines.append("\(issuer.name)  \(issuer.id)  \(countries)")
            lines += issuer.keys.map { "  " + line(of: $0) }
        }
        return lines
    }

    private static func line(of key: TrustList.Key) -> String {
        let width = COSE.Algorithm.allCases.map(\.name.count).max() ?? 0
        let name = key.publicKey.algorithm.name
        let algorithm = name + String(repeating: " ", count: width - name.count)
        let times = [("from", key.notBefore), ("until", key.notAfter), ("REVOKED", key.revokedAt)]
        return
            ([Hex.encode(key.id), algorithm, key.use.names.joined(separator: ",")]
            + times.compactMap { word, time in time.map { "\(word) \($0)" } })
            .joined(separator: "  ")
    }

    /// A verified status list: its URI and issuer, its times, a remark if it is not current, and its size.
    public static func lines(of list: StatusList, at now: UnixTime) -> [String] {
        let life = list.timeToLive.map { "  ttl \(Age.text($0.wholeSeconds))" } ?? ""
        let end = list.expiresAt.map { "  until \($0)" } ?? ""
        return [
            "\(list.uri)  by \(list.issuer)",
            "signed \(list.issuedAt)\(end)\(life)\(remark(on: list, at: now))",
            "\(list.table.size) entries of \(list.table.bits) bits, \(list.bytes.count) bytes",
        ]
    }

    /// A list with a remark is loaded for its revocations, but does not allow a valid verdict.
    private static func remark(on list: StatusList, at now: UnixTime) -> String {
        let age = now - list.issuedAt
        if age < 0 { return "  FROM THE FUTURE" }
        if let end = list.expiresAt, age >= end - list.issuedAt { return "  EXPIRED" }
        if list.expiresAt == nil, list.timeToLive == nil {
            return "  NO END: good only with a policy's oldest_status"
        }
        return list.timeToLive.map { age >= $0.wholeSeconds } == true ? "  TOO OLD" : ""
    }

    private static func title(_ kind: ListSummary.Kind) -> String {
        switch kind {
        case .trust: "trust list"
        case .status: "status list"
        case .index: "index"
        case .update: "update"
        }
    }

    /// The header and claims of a list, unverified.
    public static func lines(of list: ListSummary) -> [String] {
        let (from, end) = (list.issuedAt, list.expiresAt.map { ", until \($0)" } ?? "")
        let life = list.timeToLive.map { ", ttl \(Age.text($0.wholeSeconds))" } ?? ""
        return [
            "\(title(list.kind))  \(list.name)",
            "  by \(list.issuer ?? "the issuer of its key"), key \(list.keyID.map(Hex.encode) ?? "of its certificates")",
            "  signed \(from)\(end)\(life), \(list.size) bytes",
        ] + list.issuers.map { "  issuer \($0.name) <\($0.id)>" }
    }
}
