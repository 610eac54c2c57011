internal import Hufu
internal import HufuQR
internal import QRCapacity

extension VectorFile {
    /// `qr.json`: the versions of symbols, and the modules of some symbols.
    func symbolCases() throws -> [VectorCase] {
        var file = self
        try Self.checkCapacities(&file.head)
        // The standard derives the capacities from these; the library has only the capacities.
        _ = try file.head.requiredObject("data_codewords")
        return try file.cases { object throws in
            let length = try object.optionalInt("length", in: 1...10_000)
            let given = try object.optionalString("text")
            guard let text = given ?? length.map({ String(repeating: "A", count: $0) }), given == nil || length == nil
            else { throw InvalidCase("a case has either text or length") }
            var expected = try object.requiredObject("expect")
            let task =
                if let matrix = try expected.optionalObject("matrix") {
                    try Self.matrix(
                        matrix, text, level: level(object.requiredString("level")), mask: object.requiredInt("mask"))
                } else { try Self.versions(of: text, isDrawn: given != nil, expected.requiredObject("versions")) }
            try expected.finish()
            return task
        }
    }

    private static func checkCapacities(_ head: inout JSONObject) throws {
        for (name, field) in try head.table("capacities", \.self) {
            let level = try level(name)
            for (index, capacity) in try field.array().enumerated() {
                let plan = try QRPlan(
                    characters: try capacity.int(), errorCorrection: level, maximumVersion: index + 1,
                    raisesErrorCorrection: false)
                guard plan.version == index + 1, plan.capacity == plan.characters else {
                    throw capacity.invalid(expected: "\(plan.capacity)")
                }
            }
        }
    }

    private static func versions(of text: String, isDrawn: Bool, _ object: JSONObject) throws -> VectorCase.Task {
        var object = object
        let expected = try QRErrorCorrection.allCases.map { level in
            let field = try object.required(level.letter)
            return (level, field.isNull ? nil : try field.int(in: 1...40))
        }
        try object.finish()
        return .layer {
            for (level, version) in expected {
                let found = smallestVersion(for: text, level, isDrawn: isDrawn)
                if found != version {
                    return "\(level.letter): \(Self.text(version)) expected, \(Self.text(found)) found"
                }
            }
            return nil
        }
    }

    private static func smallestVersion(
        for text: String, _ level: QRErrorCorrection, isDrawn: Bool
    ) -> Int? {
        guard isDrawn else {
            return try? QRPlan(
                characters: text.utf8.count, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: false
            ).version
        }
        return try? QRSymbol(text, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: false).version
    }

    private static func text(_ version: Int?) -> String { version.map { "version \($0)" } ?? "no version" }

    private static func matrix(
        _ object: JSONObject, _ text: String, level: QRErrorCorrection, mask: Int
    ) throws -> VectorCase.Task {
        var object = object
        let version = try object.requiredInt("version", in: 1...40)
        _ = try object.requiredInt("mask", in: mask...mask)
        let rows = try object.requiredArray("modules").map { field in
            try field.string().utf8.map { $0 == UInt8(ascii: "1") }
        }
        try object.finish()
        let expected = try MaskedModules(rows, version: version, errorCorrection: level, mask: mask)
        return .layer { () throws in
            let symbol = try QRSymbol(text, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: false)
            guard symbol.version == version else { return "version \(symbol.version) found" }
            let found = (0..<symbol.size).map { y in (0..<symbol.size).map { x in symbol.isDark(x: x, y: y) } }
            guard let mask = MaskedModules.mask(of: found), expected.under(mask: mask) == found else {
                return "other modules found"
            }
            return nil
        }
    }
}

private func level(_ letter: String) throws -> QRErrorCorrection {
    guard let level = QRErrorCorrection.allCases.first(where: { $0.letter == letter }) else {
        throw InvalidCase("there is no level \(letter)")
    }
    return level
}
