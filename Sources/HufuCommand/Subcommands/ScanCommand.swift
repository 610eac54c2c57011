internal import ArgumentParser
internal import Hufu
internal import HufuScanner

#if Pictures
    internal import HufuPictures
    internal import HufuSigners
#endif

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Read the codes in pictures and verify them offline.",
        discussion: """
            PNG and JPEG, of at most 16 MiB and 20 million pixels. Each code that is found has its verdict, as by `hufu \
            verify`; a code that a picture shows twice has one. With --json, there is a line for each code: the file, the \
            corners of the code in pixels, and the verdict.
            Exit status: 0 if all codes are valid, 1 if one is rejected, else 2 if one is indeterminate. A picture that \
            cannot be read, or has no code, is reported, and the exit status is that of the error: 65 or 66.
            """)

    @Argument(help: ArgumentHelp("Pictures, or - for standard input.", valueName: "file")) var files: [String]
    @OptionGroup var options: VerifyingOptions

    func run() async throws {
        let verification = try await options.verification(isStream: false)
        try await PictureScan(verification, options.json, form: .places).run(files)
    }
}

/// The helper process of `scan` and `verify --image`.
struct ReadPicturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read-pictures", abstract: "Read pictures for another process.", shouldDisplay: false)

    func run() throws {
        #if Pictures
            try PictureHelper.serve()
        #else
            throw PictureScan.missing
        #endif
    }
}

/// The verdicts on the codes in pictures.
struct PictureScan {
    /// What JSON has for each code.
    enum Form {
        /// The verdict.
        case verdicts
        /// The verdict, the file, and the place in the picture.
        case places
    }

    private let verification: Verification
    private let isJSON: Bool
    private let form: Form

    init(_ verification: Verification, _ isJSON: Bool, form: Form) {
        self.verification = verification
        self.isJSON = isJSON
        self.form = form
    }

    #if Pictures
        /// Reads and verifies pictures, and prints a verdict for each code.
        ///
        /// - Throws: the status of an error in a picture, which was reported, else that of the worst verdict.
        func run(_ files: [String]) async throws {
            let helper = CommandLineWords.thisProgram(["read-pictures"])
            // Longer than in a service: a large photograph takes half a second on a fast machine.
            let status = try await PictureReader.run(helper, limits: .init(time: .seconds(5))) { reader in
                var status = ExitStatus.done
                for file in files {
                    do {
                        let codes = try await Failure.naming(Input.name(file)) { () async throws in
                            let codes = try await reader.codes(in: try Input.bytes(file))
                            if codes.isEmpty { throw PictureError(.codeMissing) }
                            return codes
                        }
                        for (index, code) in codes.enumerated() {
                            let report = await verification.report(on: code.bytes)
                            let isSingle = files.count == 1 && codes.count == 1
                            try show(report, code, in: file, isSingle ? nil : "code \(index + 1) of \(codes.count)")
                            status = status.worse(ExitStatus(report.verdict.outcome))
                        }
                    } catch let failure as Failure where failure.status != .outputClosed {
                        failure.report()
                        status = status.worse(failure.status)
                    }
                }
                return status
            }
            guard status == .done else { throw status }
        }

        private func show(_ report: VerdictReport, _ code: PictureCode, in file: String, _ place: String?) throws {
            guard !isJSON else {
                switch form {
                case .verdicts: return try Output.line(report.json)
                case .places:
                    return try Output.line(report.json(corners: code.corners.map { ($0.x, $0.y) }, file: file))
                }
            }
            if let place, let corner = code.corners.first {
                try Output.line(Escaped.text("\(Input.name(file)), \(place), at \(corner.x),\(corner.y)"))
            }
            try VerdictText(report).show()
            if place != nil { try Output.line() }
        }
    #else
        static let missing = Failure.builtWithout("the reader of pictures", trait: "Pictures")

        func run(_ files: [String]) async throws { throw Self.missing }
    #endif
}

extension ExitStatus {
    /// An error before a rejected code, and that before an indeterminate one.
    fileprivate func worse(_ other: ExitStatus) -> ExitStatus {
        func rank(_ status: ExitStatus) -> Int32 {
            switch status {
            case .done: 0
            case .indeterminate: 1
            case .rejected: 2
            case .usage, .badData, .noInput, .exists, .inputOutput, .outputClosed: 3
            }
        }
        return rank(other) > rank(self) ? other : self
    }
}
