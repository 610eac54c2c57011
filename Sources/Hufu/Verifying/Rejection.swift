/// The result that ends a verification before its last step: a code, and what exactly was found and where.
struct Rejection: Error {
    let code: Verdict.Code
    let detail: String?

    init(_ code: Verdict.Code, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }
}
