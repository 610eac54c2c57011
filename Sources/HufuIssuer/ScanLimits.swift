public import Hufu
public import QRCapacity

/// The largest version and the lowest error correction level of codes.
public struct ScanLimits: Sendable, Equatable {
    /// The lowest level of error correction; `nil` for the level of the code's purpose.
    public var errorCorrection: QRErrorCorrection?
    /// The largest version, 1 to 40.
    public var maximumVersion: Int

    /// Limits; by default those of codes that every reader reads.
    public init(errorCorrection: QRErrorCorrection? = nil, maximumVersion: Int = QRPlan.defaultMaximumVersion) {
        self.errorCorrection = errorCorrection
        self.maximumVersion = maximumVersion
    }

    /// The level for a purpose.
    public func level(for purpose: QRErrorCorrection) -> QRErrorCorrection { errorCorrection ?? purpose }

    /// Whether the code of a text with that many characters is small enough.
    ///
    /// - Parameters:
    ///   - characters: the length of the text.
    ///   - purpose: the level to use unless the limits name one: `.screen` or `.print`.
    public func allows(characters: Int, for purpose: QRErrorCorrection) -> Bool {
        (try? plan(characters, purpose)) != nil
    }

    /// Refuses a text whose code would be too large.
    ///
    /// - Parameters:
    ///   - text: the text of the code.
    ///   - purpose: as for ``allows(characters:for:)``.
    /// - Throws: ``CodeSizeError``.
    public func check(_ text: String, for purpose: QRErrorCorrection) throws(CodeSizeError) {
        do throws(QRPlanError) { _ = try plan(text.utf8.count, purpose) } catch {
            throw CodeSizeError(error, text: text)
        }
    }

    private func plan(_ characters: Int, _ purpose: QRErrorCorrection) throws(QRPlanError) -> QRPlan {
        try QRPlan(characters: characters, errorCorrection: level(for: purpose), maximumVersion: maximumVersion)
    }
}

extension QRPlanError: CodedError {}

/// The code of a text would be too large; with the elements that take most space.
public struct CodeSizeError: CodedError, Equatable {
    /// The limit that was exceeded.
    public let cause: QRPlanError
    /// The number of bytes to remove, and the largest elements; `nil` if the text is not a token.
    public let excess: Inspector.Excess?

    /// The error for a text.
    public init(_ cause: QRPlanError, text: String) {
        self.cause = cause
        guard case .textTooLong(let characters, let fitting, _, _) = cause else {
            excess = nil
            return
        }
        excess = Inspector.excess(of: Array(text.utf8), characters: characters - fitting)
    }

    /// The code of the cause, such as `qr.text_too_long`.
    public var code: String { cause.code }
    /// The location of the cause; `nil` if there is an `excess`.
    public var location: String? { excess == nil ? cause.location : nil }
    /// The fault, in one line.
    public var message: String {
        cause.message + (excess.map { ": \($0.bytes) bytes of the payload have to go" } ?? "")
    }
    /// The remedy, in whole sentences.
    public var advice: String {
        let largest = (excess?.elements ?? []).prefix(3).map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
        return cause.advice + (largest.isEmpty ? "" : " Most bytes are in \(largest).")
    }
}
