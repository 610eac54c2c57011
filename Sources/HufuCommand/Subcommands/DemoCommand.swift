internal import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Issue, present and verify a sample licence, and show attacks that fail.",
        discussion: "Each step prints the command that it runs. The files remain in the folder.")

    @Option(help: ArgumentHelp("The folder for the files. Default: a new temporary folder.", valueName: "dir"))
    var directory: String?

    func run() async throws {
        let program = Demo.findProgram()
        try await Demo(folder: Demo.makeFolder(directory), program: program).run()
    }
}
