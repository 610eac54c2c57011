internal import ArgumentParser
internal import Hufu

@main
enum Main {
    static func main() async {
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

    /// The errors of the argument parser: help that was asked for, or wrong usage, which is one line here like all errors.
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
        abstract: "Driver's licences as rotating QR codes that are checked offline.",
        discussion: """
            New here? `hufu demo` goes the whole way in a minute: keys, credential, code, verification, attacks.
            Exit status: 0 done or valid, 1 rejected, 2 indeterminate, 64 wrong usage, 65 bad input, 66 no such input, \
            73 will not overwrite, 74 read or write failed, 141 the reader of the output has gone.
            """,
        version: HufuVersion.current,
        subcommands: [DemoCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Issuer",
                subcommands: [
                    KeyCommand.self, IssueCommand.self, MintCommand.self, PlanCommand.self, StatusCommand.self,
                    TrustCommand.self,
                ]),
            CommandGroup(
                name: "Holder", subcommands: [RequestCommand.self, PresentCommand.self, RenderCommand.self]),
            CommandGroup(
                name: "Scanner",
                subcommands: [
                    VerifyCommand.self, ChallengeCommand.self, PolicyCommand.self, InspectCommand.self,
                    BundleCommand.self,
                ]),
            CommandGroup(name: "CI", subcommands: [ConformanceCommand.self]),
        ])
}
