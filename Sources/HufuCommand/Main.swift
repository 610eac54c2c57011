internal import ArgumentParser

@main
enum Main {
    static func main() async {
        Terminal.makeWritesFail()
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch let ending as Ending {
            System.end(ending.status.rawValue)
        } catch let failure as Failure {
            Output.report(failure.line)
            System.end(failure.status.rawValue)
        } catch {
            end(error)
        }
    }

    static func run(_ arguments: [String]) async throws {
        var command = try HufuCommand.parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// What the argument parser throws: help that was asked for, or wrong usage, which is one line here like all errors.
    private static func end(_ error: any Error) -> Never {
        let isError = HufuCommand.exitCode(for: error) != .success
        let text = isError ? HufuCommand.message(for: error) : HufuCommand.fullMessage(for: error)
        do throws(Failure) {
            guard isError else {
                try Output.line(text)
                System.end(Status.done.rawValue)
            }
            let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }.joined(
                separator: " ")
            throw .usage(line, advice: "`hufu help SUBCOMMAND` names the options.")
        } catch {
            Output.report(error.line)
            System.end(error.status.rawValue)
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
            73 will not overwrite, 74 read or write failed.
            """,
        subcommands: [
            DemoCommand.self, KeyCommand.self, TrustCommand.self, RequestCommand.self, IssueCommand.self,
            PresentCommand.self, MintCommand.self, PlanCommand.self, RenderCommand.self, ChallengeCommand.self,
            VerifyCommand.self,
            PolicyCommand.self, InspectCommand.self, StatusCommand.self,
            BundleCommand.self, ConformanceCommand.self,
        ])
}
