import ArgumentParser

@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hufu", abstract: "Digital driver's licences.")
}
