@testable import Hufu

extension FuzzTarget {
    /// Items of CBOR, read strictly and leniently, and their diagnostic notation. The first byte chooses the place.
    static let cbor = FuzzTarget(
        name: "cbor", longest: 4_096,
        seeds: { vectors in
            let items = try vectors.cases("cbor", most: 400).compactMap { $0["input_hex"]?.hexadecimalBytes }
            let more = try vectors.cases("cose", most: 60).flatMap { field in
                ["input_hex", "protected", "payload", "bytes"].compactMap { field[$0]?.hexadecimalBytes }
            }
            return items.enumerated().map { [UInt8($0.offset % LayerReport.Place.allCases.count)] + $0.element }
                + more.map { [0] + $0 }
        },
        body: { input in
            var parts = Parts(input)
            let place = LayerReport.Place.allCases[Int(parts.byte()) % LayerReport.Place.allCases.count]
            let item = parts.remainder()
            let notation = LayerReport.notation(of: item, in: place)
            switch place {
            case .code: check(item, .code, notation)
            case .credential: check(item, .redactable, notation)
            case .file: check(item, .file, notation)
            case .status: checkLenient(item, notation)
            }
            _ = LayerReport.key(item)
            _ = LayerReport.opens(item)
        })

    private static func check(_ item: [UInt8], _ limits: CBORReader.Limits, _ notation: String?) {
        guard notation != nil else { return }
        var reader = CBORReader(item.span)
        var writer = CBORWriter(capacity: item.count)
        require("an item with a notation is read") { () throws(CBORError) in
            try copy(&reader, to: &writer)
            try reader.finish()
        }
        require(writer.bytes == item, "an accepted item is encoded as the same bytes")
        var skipped = CBORReader(item.span, in: item.indices, isChecked: true)
        require("an accepted item is skipped") { () throws(CBORError) in
            try skipped.skip()
            try skipped.finish()
        }
        if !limits.allowsRedactionKey, limits.elements <= CBORReader.Limits.code.elements {
            require(
                LayerReport.notation(of: item, in: .status) == notation, "what is read strictly is read leniently, too")
        }
    }

    private static func checkLenient(_ item: [UInt8], _ notation: String?) {
        var reader = LenientCBORReader(item, in: item.indices)
        let isRead = (try? reader.validateItem()) != nil && reader.nextByte == nil
        require(isRead == (notation != nil), "an item that is read leniently has a notation")
        var skipped = LenientCBORReader(item, in: item.indices)
        if isRead { require("a valid item is skipped") { () throws(CBORError) in try skipped.skipItem() } }
    }

    /// Writes the item at the cursor again.
    @_lifetime(reader: copy reader)
    private static func copy(_ reader: inout CBORReader, to writer: inout CBORWriter) throws(CBORError) {
        let start = reader.offset
        let head = try reader.head()
        switch head.major {
        case .unsigned, .negative, .tag: writer.head(head.major, head.argument)
        case .bytes, .text:
            writer.head(head.major, head.argument)
            let content = try reader.take(count: head.argument)
            for index in content { writer.encoded(reader.bytes[index]) }
        case .array, .map: writer.head(head.major, head.argument)
        case .simple:
            if head.argument == CBORReader.redactionKey {
                writer.encoded([0xf8, 59])
            } else {
                writer.head(.simple, head.argument)
            }
        }
        switch head.major {
        case .unsigned, .negative, .bytes, .text, .simple: break
        case .tag: try copy(&reader, to: &writer)
        case .array, .map:
            let items = try reader.count(head.argument, each: head.major == .map ? 2 : 1, at: start)
            for _ in 0..<items * (head.major == .map ? 2 : 1) { try copy(&reader, to: &writer) }
        }
    }
}
