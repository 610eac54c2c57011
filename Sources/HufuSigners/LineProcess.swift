#if PROCESSES
    internal import HufuFiles
    internal import Subprocess

    #if canImport(System)
        internal import System
    #else
        internal import SystemPackage
    #endif

    /// A program that answers lines, started without a shell. Its standard error is that of this process.
    package struct LineProcess: Sendable {
        /// How a program has ended.
        package enum Ending: Sendable, Equatable {
            /// By itself, with this status.
            case exited(Int)
            /// By this signal.
            case signalled(Int)
            /// It was killed, because it did not end after the end of its standard input.
            case outlived
        }

        /// The program cannot be started.
        package struct NotStarted: Error {
            /// Why, in words.
            package let reason: String
        }

        private let input: StandardInputWriter
        private let output: SubprocessOutputSequence
        private let kill: @Sendable () -> Void

        /// Runs `body` with a program, and then ends the program: its standard input ends, and if it goes on for longer
        /// than `patience`, whether it still writes or not, it is killed.
        ///
        /// - Parameters:
        ///   - ownsGroup: whether it gets a process group of its own, which is killed as a whole at the end, with all
        ///     programs that it has started. It cannot ask for anything at a terminal then.
        ///
        /// The signal SIGPIPE is ignored from then on; see `BrokenPipeSignal`.
        ///
        /// - Throws: what `body` throws, or ``NotStarted``.
        package static func run<Value: Sendable>(
            _ command: CommandLineWords, ownsGroup: Bool, patience: Duration,
            _ body: (LineProcess) async throws -> Value
        ) async throws -> (value: Value, ending: Ending) {
            // A program that ends before it is asked is an error of its own, and no end of this process.
            BrokenPipeSignal.ignore()
            var options = PlatformOptions()
            if ownsGroup { options.processGroupID = 0 }
            let executable: Executable =
                command.program.contains("/") ? .path(FilePath(command.program)) : .name(command.program)
            do {
                let outcome = try await Subprocess.run(
                    executable, arguments: Arguments(command.arguments), platformOptions: options, input: .inputWriter,
                    output: .sequence, error: .currentStandardError
                ) { execution in
                    let process = LineProcess(
                        input: execution.standardInputWriter, output: execution.standardOutput,
                        kill: { try? execution.send(signal: .kill, toProcessGroup: ownsGroup) })
                    let result: Result<Value, any Error>
                    do { result = .success(try await body(process)) } catch { result = .failure(error) }
                    await process.finishInput()
                    let start = ContinuousClock.now
                    // Waits for the end, and kills after that time. The signal before it has an effect on a stopped program
                    // only.
                    await execution.teardown(using: [
                        .send(signal: .resume, toProcessGroup: ownsGroup, allowedDurationToNextStep: patience)
                    ])
                    let wasKilled = start.duration(to: .now) >= patience
                    // The program has ended and is not reaped yet, so that the number of its group cannot be another's.
                    if ownsGroup { process.end() }
                    return (result, wasKilled)
                }
                let (result, wasKilled) = outcome.closureResult
                let ending: Ending =
                    switch outcome.terminationStatus {
                    case .exited(let status): .exited(Int(status))
                    case .signaled(let signal): wasKilled ? .outlived : .signalled(Int(signal))
                    }
                return (try result.get(), ending)
            } catch let error as SubprocessError {
                throw NotStarted(reason: "\(error)")
            }
        }

        /// Writes to its standard input. If the program has ended, the bytes are dropped; the end of its output tells.
        package func write(_ bytes: [UInt8]) async { _ = try? await input.write(bytes) }

        /// Ends its standard input.
        package func finishInput() async { try? await input.finish() }

        /// Kills the program at once; its output ends.
        package func end() { kill() }

        /// The lines that it writes. Call this once.
        ///
        /// - Parameter longest: the largest number of bytes of a line.
        package func lines(longest: Int) -> Lines { Lines(output, longest: longest) }

        /// The lines of a program's standard output.
        package struct Lines {
            /// A line, or the reason why there is none.
            package enum Element: Equatable {
                /// A line, without its line feed.
                case line([UInt8])
                /// More bytes than a line may have.
                case tooLong
                /// The end of the output.
                case end
            }

            private var chunks: SubprocessOutputSequence.Iterator
            private let longest: Int
            private var buffer: [UInt8] = []

            fileprivate init(_ output: SubprocessOutputSequence, longest: Int) {
                chunks = output.makeAsyncIterator()
                self.longest = longest
            }

            /// The next line.
            package mutating func next() async -> Element {
                while true {
                    if let end = buffer.firstIndex(of: 0x0a) {
                        defer { buffer.removeSubrange(...end) }
                        return .line(Array(buffer[..<end]))
                    }
                    guard buffer.count <= longest else { return .tooLong }
                    guard let chunk = try? await chunks.next() else { return .end }
                    // Safe: the bytes are copied inside the closure.
                    buffer += unsafe chunk.withUnsafeBytes { unsafe Array($0) }
                }
            }
        }
    }
#endif
