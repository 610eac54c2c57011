internal import Hufu

extension VectorFile {
    /// `issuing.json`: whether an issuer may issue a licence, and the warnings.
    func issuingCases() throws -> [VectorCase] {
        try cases { object throws in
            let license = try object.required("license")
            let issuedAt = UnixTime(secondsSince1970: try object.requiredInt("iat"))
            let allowsUnknownClasses = try object.optionalBool("allow_unknown_classes") ?? false
            let expected = try Answer(&object)
            return .layer { () throws in
                let found = try Answer(License(json: license), issuedAt, allowsUnknownClasses)
                return found == expected ? nil : "\(expected) expected, \(found) found"
            }
        }
    }

    private struct Finding: Hashable {
        let code: String
        let path: String

        init(_ error: LicenseError) { (code, path) = (error.code, error.field) }

        init(_ object: inout JSONObject) throws {
            code = try object.requiredString("code")
            path = try object.requiredString("path")
        }
    }

    private enum Answer: Equatable {
        /// With warnings, in any order.
        case issued(Set<Finding>)
        case refused(Finding)

        init(_ license: License, _ issuedAt: UnixTime, _ allowsUnknownClasses: Bool) {
            do {
                try license.validateForIssuing(at: issuedAt, allowingUnknownClasses: allowsUnknownClasses)
                self = .issued(Set(license.warnings(issuedAt: issuedAt).map(Finding.init)))
            } catch { self = .refused(Finding(error)) }
        }

        init(_ object: inout JSONObject) throws {
            var expected = try object.requiredObject("expect")
            if try expected.requiredBool("valid") {
                self = .issued(
                    Set(
                        try expected.requiredArray("warnings").map { field in
                            var object = try field.object()
                            let finding = try Finding(&object)
                            try object.finish()
                            return finding
                        }))
            } else {
                self = .refused(try Finding(&expected))
            }
            try expected.finish()
        }
    }
}
