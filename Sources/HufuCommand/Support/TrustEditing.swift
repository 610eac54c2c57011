internal import Hufu

extension TrustList {
    /// What is to be known of a key and its issuer; what is nothing stays as it is.
    struct Change {
        var issuer: String
        var name: String?
        var countries: [String]?
        var publicKey: PublicKey
        var use: Use?
        var notBefore: UnixTime?
        var notAfter: UnixTime?
        var revokedAt: UnixTime?
    }

    /// The list with a key more, or, if the issuer has the key already, with what is new about it.
    func applying(_ change: Change) throws -> TrustList {
        var issuers = issuers
        let index = issuers.firstIndex { $0.id.utf8.elementsEqual(change.issuer.utf8) } ?? issuers.endIndex
        if index == issuers.endIndex { issuers.append(Issuer(id: change.issuer, keys: [])) }
        if let name = change.name { issuers[index].name = name }
        if let countries = change.countries { issuers[index].countries = countries }
        var keys = issuers[index].keys
        let place = keys.firstIndex { $0.publicKey == change.publicKey } ?? keys.endIndex
        if place == keys.endIndex { keys.append(Key(change.publicKey)) }
        if let use = change.use { keys[place].use = use }
        if let time = change.notBefore { keys[place].notBefore = time }
        if let time = change.notAfter { keys[place].notAfter = time }
        if let time = change.revokedAt { keys[place].revokedAt = time }
        issuers[index].keys = keys
        return try TrustList(issuers: issuers)
    }
}
