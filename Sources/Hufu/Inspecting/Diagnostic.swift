/// Diagnostic notation (RFC 8949 section 8) of validated items.
struct Diagnostic {
    private(set) var text = ""

    /// Appends the notation of the item at the cursor.
    ///
    /// - Parameter indentation: spaces before the closing bracket of a container; its content has four more.
    @_lifetime(reader: copy reader)
    mutating func write(_ reader: inout CBORReader, indentation: Int = 0) throws(CBORError) {
        let start = reader.offset
        switch reader.next {
        case .unsigned: text += String(try reader.head().argument)
        case .negative:
            let (value, overflow) = try reader.head().argument.addingReportingOverflow(1)
            text += overflow ? "-18446744073709551616" : "-\(value)"
        case .bytes: write(bytes: try reader.byteString(), of: reader)
        case .text: text += JSONWriter.text(.string(reader.string(try reader.text())))
        case .array:
            let count = try reader.array()
            try contain("[", "]", count, indentation) { diagnostic, inner throws(CBORError) in
                try diagnostic.write(&reader, indentation: inner)
            }
        case .map:
            let count = try reader.map()
            try contain("{", "}", count, indentation) { diagnostic, inner throws(CBORError) in
                try diagnostic.write(&reader, indentation: inner)
                diagnostic.text += ": "
                try diagnostic.write(&reader, indentation: inner)
            }
        case .tag:
            text += "\(try reader.tag())("
            try write(&reader, indentation: indentation)
            text += ")"
        case .simple:
            switch try reader.head().argument {
            case 20: text += "false"
            case 21: text += "true"
            case 22: text += "null"
            case let other: text += "simple(\(other))"
            }
        case nil: throw reader.failure(.truncated, at: start)
        }
    }

    private mutating func write(bytes range: Range<Int>, of reader: borrowing CBORReader) {
        text += "h'"
        for index in range { text += Hex.encode(CollectionOfOne(reader.bytes[index])) }
        text += "'"
    }

    mutating func add(_ part: String) { text += part }

    mutating func contain(
        _ open: String, _ close: String, _ count: Int, _ indentation: Int,
        _ element: (inout Diagnostic, Int) throws(CBORError) -> Void
    ) throws(CBORError) {
        text += open
        let inner = indentation + 4
        for index in 0..<count {
            text += (index == 0 ? "\n" : ",\n") + String(repeating: " ", count: inner)
            try element(&self, inner)
        }
        if count > 0 { text += "\n" + String(repeating: " ", count: indentation) }
        text += close
    }
}
