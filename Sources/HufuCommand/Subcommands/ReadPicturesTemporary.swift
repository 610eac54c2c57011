internal import ArgumentParser
internal import HufuPictures

struct ReadPicturesTemporary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read-pictures", abstract: "Read pictures for another process.", shouldDisplay: false)

    func run() throws { try PictureHelper.serve() }
}
