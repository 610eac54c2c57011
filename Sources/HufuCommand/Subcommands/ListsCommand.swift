internal import ArgumentParser
internal import HufuScanner

#if HTTP
    internal import HufuHTTP
#endif

struct ListsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: "Keep the lists of a scanner up to date.", subcommands: [Fetch.self])

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch what is new of a publication into a folder for `hufu verify --status FOLDER`.",
            discussion: """
                Prints a line for each newer state. Nothing is replaced before it has passed the rules of loading, and a \
                scanner that starts again needs no network. With --every it goes on after faults, and prints each once.
                """)

        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp("Folders on web servers with the publication, asked in turn.", valueName: "url"))
        var from: [String]
        @Option(help: ArgumentHelp("The folder.", valueName: "folder")) var into: String
        @Option(help: ArgumentHelp("How often a state is published; go on fetching.", valueName: "duration"))
        var every: DurationArgument?
        @Flag(help: "Allow plain http to other machines.") var insecure = false
        @OptionGroup var trust: BundleOptions
        @OptionGroup var clock: ClockOptions

        func validate() throws {
            if from.isEmpty { throw ValidationError("--from needs a URL.") }
            if let every, every.seconds < 1 { throw ValidationError("--every is at least 1s.") }
        }

        func run() async throws {
            let fetcher = try PublicationFetcher(
                from: from, into: PublicationFolder(into), trust: try trust.source(),
                every: .seconds(every?.seconds ?? 60), over: try transfer(), at: clock.now
            ) { Output.report(Failure($1, file: $0).line) }
            while true {
                switch await fetcher.fetch(at: clock.now) {
                case .newer(let state): try Output.line(Escaped.text("\(state)"))
                case .unchanged: break
                // It was reported.
                case .failed(let error) where every == nil:
                    throw Failure(error, status: error is FetchError ? .inputOutput : .badData).status
                case .failed: break
                }
                if every == nil { return }
                try await Task.sleep(for: fetcher.pause(at: clock.now))
            }
        }

        #if HTTP
            private func transfer() throws(Failure) -> any HTTPTransfer { CurlTransfer(allowsPlainHTTP: insecure) }
        #else
            private func transfer() throws(Failure) -> any HTTPTransfer {
                throw .builtWithout("HTTP", trait: "HTTP", option: "--from")
            }
        #endif
    }
}
