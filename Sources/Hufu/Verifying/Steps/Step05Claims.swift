/// Step 5: the claims of the credential, then those of the key binding token.
extension UnverifiedToken {
    static func claims(
        of credential: COSE.Sign1, _ reader: borrowing CBORReader
    ) throws(Rejection) -> CredentialClaims {
        do throws(ClaimsError) {
            return try CredentialClaims(
                reader, in: credential.payload, isBound: credential.header.type == .credential)
        } catch { throw Rejection(.credentialClaimsInvalid, error) }
    }

    static func tokenClaims(
        of outer: COSE.Sign1, _ reader: borrowing CBORReader
    ) throws(Rejection) -> KeyBindingClaims? {
        guard outer.header.type == .token else { return nil }
        do throws(ClaimsError) { return try KeyBindingClaims(reader, in: outer.payload) } catch {
            throw Rejection(.tokenClaimsInvalid, error)
        }
    }
}

extension Rejection {
    fileprivate init(_ code: Verdict.Code, _ error: ClaimsError) {
        self.init(code, "\(error.message), at byte \(error.offset)")
    }
}
