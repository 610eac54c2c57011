internal import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The whole way on a sample licence, and the attacks that fail.",
        discussion: "Every step is an ordinary command and is shown as such; its files stay, to go on from there.")

    @Option(help: ArgumentHelp("Where to; a fresh temporary folder, if left out.", valueName: "dir"))
    var directory: String?

    func run() async throws {
        let program = Demo.findProgram()
        try await Demo(folder: Demo.makeFolder(directory), program: program).run()
    }
}
