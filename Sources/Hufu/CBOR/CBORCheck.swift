extension CBORReader {
    /// Reads one item and checks the profile's rules for CBOR (section 3) on all of it. Later reads of the item need to
    /// check types and values only.
    ///
    /// - Returns: the range of the item.
    @discardableResult
    @_lifetime(self: copy self)
    mutating func validateItem(_ limits: Limits) throws(CBORError) -> Range<Int> {
        let start = offset
        if isChecked { try skip() } else { try validateItems(1, limits, depth: 0) }
        return start..<offset
    }

    /// Validates the elements of a container, or the pairs of a map.
    ///
    /// - Parameter depth: the depth of the elements.
    @_lifetime(self: copy self)
    private mutating func validateItems(
        _ count: Int, areInMap: Bool = false, _ limits: Limits, depth: Int
    ) throws(CBORError) {
        var previous = offset..<offset
        for _ in 0..<count {
            if areInMap {
                let start = offset
                if case .redacted = try key(), !limits.allowsRedactionKey { throw failure(.simpleValue, at: start) }
                guard precedes(previous, start..<offset) else { throw failure(.keyOrder, at: start) }
                previous = start..<offset
            }
            guard depth <= Self.maximumDepth else { throw failure(.tooDeep) }
            let start = offset
            let head = try head()
            // Not a switch: its indirect jump is mispredicted for the first items after each signature check.
            if head.major.isInteger { continue }
            if head.major.isString {
                let content = try take(count: head.argument)
                if head.major == .text { try checkUTF8(of: content, at: start) }
            } else if head.major == .array {
                let count = try self.count(head.argument, each: 1, limits, at: start)
                try validateItems(count, limits, depth: depth + 1)
            } else if head.major == .map {
                let count = try self.count(head.argument, each: 2, limits, at: start)
                try validateItems(count, areInMap: true, limits, depth: depth + 1)
            } else if head.major == .tag {
                try validateItems(1, limits, depth: depth + 1)
            } else {
                guard head.argument != Self.redactionKey else { throw failure(.simpleValue, at: start) }
            }
        }
    }

    /// Skips one validated item.
    @_lifetime(self: copy self)
    mutating func skip() throws(CBORError) {
        var left = 1
        while left > 0 {
            left -= 1
            let start = offset
            let head = try head()
            if head.major.isInteger { continue }
            if head.major.isString {
                _ = try take(count: head.argument)
            } else if head.major == .array {
                left += try count(head.argument, each: 1, at: start)
            } else if head.major == .map {
                left += try 2 * count(head.argument, each: 2, at: start)
            } else if head.major == .tag {
                left += 1
            }
        }
    }

    /// Validates one item that has to fill the cursor's range.
    @_lifetime(self: copy self)
    mutating func validateWholeItem(_ limits: Limits) throws(CBORError) {
        try validateItem(limits)
        try finish()
    }

    /// Throws unless the content of a text string is UTF-8.
    ///
    /// - Parameter start: the offset of the string's head, for the error.
    @_lifetime(self: copy self)
    mutating func checkUTF8(of content: Range<Int>, at start: Int) throws(CBORError) {
        guard UTF8Check.isValid(bytes.extracting(content), &mayContainFormattingCharacter) else {
            throw failure(.invalidUTF8, at: start)
        }
    }

    private func count(
        _ declared: UInt64, each size: Int, _ limits: Limits, at start: Int
    ) throws(CBORError) -> Int {
        let count = try count(declared, each: size, at: start)
        guard count <= limits.elements else { throw failure(.tooManyElements, at: start) }
        return count
    }

    /// Bytewise lexicographic order of two encoded keys (RFC 8949 section 4.2.1). An empty range precedes every key.
    @inline(__always)
    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for distance in 0..<Swift.min(left.count, right.count) {
            let (a, b) = (bytes[left.lowerBound + distance], bytes[right.lowerBound + distance])
            if a != b { return a < b }
        }
        return left.count < right.count
    }
}
