extension JSONReader {
    /// Reads the number that begins at the cursor.
    @_lifetime(self: copy self)
    mutating func number() throws(JSONError) {
        if peek() == UInt8(ascii: "-") { advance() }
        if peek() == UInt8(ascii: "0") {
            advance()
            if let next = peek(), ASCII.isDigit(next) {
                throw failure(.numberInvalid, "a number begins with a needless zero", advice: "Leave the zero out.")
            }
        } else {
            try digits()
        }
        if peek() == UInt8(ascii: ".") {
            advance()
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            advance()
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { advance() }
            try digits()
        }
    }

    @_lifetime(self: copy self)
    private mutating func digits() throws(JSONError) {
        guard let first = peek(), ASCII.isDigit(first) else {
            throw unexpected(
                "a digit", .numberInvalid, advice: "Write numbers as JSON has them: -12, not .5, 1. or +1.")
        }
        while let byte = peek(), ASCII.isDigit(byte) { advance() }
    }
}
