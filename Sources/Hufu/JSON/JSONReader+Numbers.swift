extension JSONReader {
    /// The number that begins at the cursor.
    mutating func number() throws(JSONError) -> JSONValue.Kind {
        let start = offset
        let isNegative = peek() == UInt8(ascii: "-")
        if isNegative { advance() }
        guard let first = peek(), isDigit(first) else { throw invalid("a digit") }
        var magnitude: Int? = 0
        if first == UInt8(ascii: "0") {
            advance()
            if let next = peek(), isDigit(next) {
                throw failure(.numberInvalid, "a number begins with a needless zero", advice: "Leave the zero out.")
            }
        } else {
            while let byte = peek(), isDigit(byte) {
                magnitude = magnitude.flatMap { appending(byte, to: $0, isNegative: isNegative) }
                advance()
            }
        }
        var isInteger = true
        if peek() == UInt8(ascii: ".") {
            isInteger = false
            advance()
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            isInteger = false
            advance()
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { advance() }
            try digits()
        }
        // Minus zero is no integer: as one it could not be written back as it was.
        if isInteger, let magnitude, !(isNegative && magnitude == 0) { return .integer(magnitude) }
        return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private mutating func digits() throws(JSONError) {
        guard let first = peek(), isDigit(first) else { throw invalid("a digit") }
        while let byte = peek(), isDigit(byte) { advance() }
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// Counts away from zero on the number's own side of it, so that the smallest `Int` fits.
    private func appending(_ byte: UInt8, to value: Int, isNegative: Bool) -> Int? {
        let digit = Int(byte - UInt8(ascii: "0"))
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        let (sum, carry) =
            isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        return carry ? nil : sum
    }

    private func invalid(_ expected: String) -> JSONError {
        JSONError(
            .numberInvalid, at: position, path: "", expected: expected, found: shown(),
            advice: "Write numbers as JSON has them: -12, not .5, 1. or +1.")
    }
}
