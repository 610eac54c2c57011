internal import ArgumentParser
internal import Hufu

@main
enum Main {
    static func main() async {
        Terminal.keepStreams()
        Terminal.makeWritesFail()
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch let status as ExitStatus {
            System.end(status)
        } catch let failure as Failure {
            end(failure)
        } catch {
            end(error)
        }
    }

    /// Runs a command line.
    ///
    /// - Throws: `ExitStatus`, `Failure`, or an error of the argument parser.
    static func run(_ arguments: [String]) async throws {
        try OptionForm.check(arguments)
        var command = try HufuCommand.parseAsRoot(arguments)
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as any CodedError {
            throw Failure(error)
        }
    }

    private static func end(_ failure: Failure) -> Never {
        failure.report()
        System.end(failure.status)
    }

    /// Handles the errors of the argument parser: requested help is printed in full; wrong usage is one line like other
    /// errors.
    private static func end(_ error: any Error) -> Never {
        let isError = HufuCommand.exitCode(for: error) != .success
        let text = isError ? HufuCommand.message(for: error) : HufuCommand.fullMessage(for: error)
        do throws(Failure) {
            guard isError else {
                try Output.line(text)
                System.end(.done)
            }
            let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }.joined(
                separator: " ")
            // Our own messages end with what to do.
            if line.hasSuffix("."), let end = line.ranges(of: ". ").last {
                throw .usage(String(line[..<end.lowerBound]), advice: String(line[end.upperBound...]))
            }
            throw .usage(line, advice: "`hufu help SUBCOMMAND` names the options.")
        } catch {
            end(error)
        }
    }
}

struct HufuCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hufu",
        abstract: "Issue, present and verify driver's licences as rotating QR codes, offline.",
        discussion: """
            `hufu demo` shows all steps in a minute: keys, credential, code, verification, attacks.
            Exit status: 0 done or valid, 1 rejected, 2 indeterminate, 64 wrong usage, 65 invalid input, 66 missing input, \
            73 the output exists already, 74 reading or writing failed, 141 the reader of the output has closed it.
            """,
        version: PackageVersion.current,
        subcommands: [DemoCommand.self, ReadPicturesCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Issuer",
                subcommands: [
                    KeyCommand.self, IssueCommand.self, MintCommand.self, PlanCommand.self, RegistryCommand.self,
                    StatusCommand.self, TrustCommand.self, SampleCommand.self,
                ]),
            CommandGroup(
                name: "Holder", subcommands: [RequestCommand.self, PresentCommand.self, RenderCommand.self]),
            CommandGroup(
                name: "Scanner",
                subcommands: [
                    VerifyCommand.self, ScanCommand.self, DeskCommand.self, ChallengeCommand.self, PolicyCommand.self,
                    InspectCommand.self, BundleCommand.self, ListsCommand.self,
                ]),
            CommandGroup(name: "CI", subcommands: [ConformanceCommand.self]),
        ])
}
