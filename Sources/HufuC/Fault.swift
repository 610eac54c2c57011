internal import Hufu
internal import HufuQR

/// An error of any of the libraries, as C sees it.
struct Fault {
    let code: String
    let message: String
    let location: String?
    let advice: String

    init(_ error: any Error) {
        switch error {
        case let error as any CodedError:
            (code, message, location, advice) = (error.code, error.message, error.location, error.advice)
        case let error as QRError:
            (code, message, location, advice) = (error.code, error.message, error.location, error.advice)
        default: (code, message, location, advice) = ("failed", "\(error)", nil, "Report this error.")
        }
    }

    var json: JSONValue {
        let place = location.map { [JSONMember("location", .string($0))] } ?? []
        return .object(
            [JSONMember("code", .string(code)), JSONMember("message", .string(message))] + place
                + [JSONMember("advice", .string(advice))])
    }
}
