internal import Hufu

/// Why an argument of a C function is refused.
struct ArgumentError: ReasonedError {
    enum Reason: String, ErrorReason {
        case null = "argument.null"
        case empty = "argument.empty"
        case handleInvalid = "argument.handle_invalid"
        case tooLong = "argument.too_long"
        case textInvalid = "argument.text_invalid"
        case lengthInvalid = "argument.length_invalid"
        case numberInvalid = "argument.number_invalid"
        case tooManyHandles = "argument.too_many_handles"
        case outOfMemory = "argument.out_of_memory"
        case unsupported = "argument.unsupported"

        var message: String {
            switch self {
            case .null: "NULL was given, and this argument is needed"
            case .empty: "an input without bytes was given; expected at least one byte, or NULL if there is no input"
            case .handleInvalid: "this is not a handle of this kind that is in use: it was freed, or is of another kind"
            case .tooLong: "the length is larger than any input"
            case .textInvalid: "the text is not UTF-8"
            case .lengthInvalid: "the input does not have the length that this argument has"
            case .numberInvalid: "the number is not one of those that this argument takes"
            case .tooManyHandles: "there are more handles in use than can be told apart"
            case .outOfMemory: "there is no memory for the result"
            case .unsupported: "this library was built without certificates"
            }
        }

        var advice: String {
            switch self {
            case .null: "Give an address; see the function in hufu.h."
            case .empty: "Look where the bytes were lost, or leave the argument out."
            case .handleInvalid: "Use a handle until hufu_free, and for the type that hufu.h states."
            case .tooLong: "Give the number of bytes at the address."
            case .textInvalid: "Convert the text to UTF-8."
            case .lengthInvalid, .numberInvalid: "Look it up at the function in hufu.h."
            case .tooManyHandles: "Free handles that are not used any more."
            case .outOfMemory: "Free memory, and call again."
            case .unsupported: "Use a library that was built with the package trait X509, as `make library` does."
            }
        }
    }

    let reason: Reason
    /// The name of the argument.
    let location: String?

    init(_ reason: Reason, at argument: String? = nil) {
        self.reason = reason
        location = argument
    }
}

/// Why a callback for a key gave no signature.
struct CallbackError: ReasonedError {
    enum Reason: String, ErrorReason {
        case failed = "signer.callback_failed"
        case signatureInvalid = "signer.signature_invalid"

        var message: String {
            switch self {
            case .failed: "the callback that signs returned an error"
            case .signatureInvalid: "the callback's signature is not one of the public key"
            }
        }

        var advice: String {
            switch self {
            case .failed: "Look at the device or service with the key."
            case .signatureInvalid:
                "Sign the message itself, not its hash, with the key of this public key; write r and s in 32 bytes each."
            }
        }
    }

    let reason: Reason
    let location: String?

    init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}
