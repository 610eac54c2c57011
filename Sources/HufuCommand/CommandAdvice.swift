internal import Hufu
internal import HufuIssuer
internal import HufuScanner

/// Advice that names the commands and options of `hufu`, in place of advice of the library, which names no program.
enum CommandAdvice {
    /// The sentence in place of the library's advice; `nil` if the library's advice is used.
    static func sentence(for code: String) -> String? { sentences[code] }

    private static let sentences = [
        KeyError.Reason.typeUnsupported.rawValue: "Make a key with `hufu key generate`.",
        KeyError.Reason.pointInvalid.rawValue: "Make a key with `hufu key generate`.",
        KeyError.Reason.privateInsteadOfPublic.rawValue:
            "Make the public half with `hufu key public`, and keep the private one private.",
        KeyError.Reason.publicInsteadOfPrivate.rawValue: "Give the file that `hufu key generate -o` wrote.",
        LocalTimeZoneError.code: "Give --time-zone, such as Asia/Shanghai or +08:00.",
        LicenseError.Reason.classUnknown.rawValue:
            "Correct it, or issue it all the same with --allow-unknown-classes.",
        SigningError.Reason.timeToLiveInvalid.rawValue: "Give a --ttl that is at most --valid-for.",
        SigningError.Reason.credentialInvalid.rawValue: "Give the file that `hufu issue` wrote.",
        KeyRequestError.Reason.formInvalid.rawValue: "Give the file that `hufu request` or the device's app wrote.",
        PresentingError.Reason.keyMismatch.rawValue: "Use the key whose public half was given to `hufu issue`.",
        PresentingError.Reason.nothingToDisclose.rawValue: "`hufu inspect` shows the elements of the credential.",
        PresentingError.Reason.presetUnfit.rawValue:
            "Ask for a credential of `hufu issue --preset`, or leave --preset out to show these as well.",
        PublisherError.Reason.reinstated.rawValue:
            "Make sure that the tables are the newest ones; if they are, give --reinstate.",
        TrustFileError.Reason.isKey.rawValue:
            "`hufu trust add --trust FILE --issuer URI --key KEY` puts it on a list.",
        TrustFileError.Reason.isSigned.rawValue:
            "Give --anchor FILE, the public key of its publisher; `hufu trust check` shows the list.",
        TrustFileError.Reason.isUnsigned.rawValue: "Leave --anchor out, or sign the list with `hufu trust sign`.",
        TrustFileError.Reason.isStatusList.rawValue: "Give it as --status, and a trust list as --trust.",
        TrustFileError.Reason.isBundle.rawValue: "Give it as --bundle, with --anchor.",
        TrustListError.Reason.issuerInvalid.rawValue:
            "Correct the entry; `hufu trust add` writes entries that are right.",
        TrustListError.Reason.keyInvalid.rawValue: "Correct the entry; `hufu trust add` writes entries that are right.",
        TrustListError.Reason.keyRepeated.rawValue:
            "Give each key a kid of its own; `hufu trust add` uses the key's thumbprint.",
    ]
}
