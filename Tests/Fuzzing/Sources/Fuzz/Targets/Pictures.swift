import Hufu

@testable import HufuPictures

extension FuzzTarget {
    /// Files of pictures, and the answers of the helper process that reads them. The first byte chooses.
    static let pictures = FuzzTarget(
        name: "pictures", longest: 16_384,
        // A picture may have 20 million pixels, however small its file; a progressive JPEG takes six bytes for each.
        budget: FuzzTarget.Budget(bytes: 512 << 20, nanoseconds: 8_000_000_000),
        seeds: { _ in
            let answers: [PictureAnswer] = [
                .codes([]), .tooLarge(width: 5, height: 7), .outOfMemory, .invalid("no picture"),
                .codes([PictureCode(bytes: Array("HF1:".utf8), corners: [1, 2, 3, 4, 5, 6, 7, 8])].compactMap { $0 }),
            ]
            let files = try Vectors.files(in: "Vectors/samples")
            return files.filter { $0.count <= 16_000 }.map { [0] + $0 } + answers.map { [1] + $0.line.dropLast() }
        },
        body: { input in
            var parts = Parts(input)
            let isAnswer = parts.byte() & 1 == 1
            let bytes = parts.remainder()
            if isAnswer {
                guard let answer = PictureAnswer(line: bytes) else { return }
                require(PictureAnswer(line: Array(answer.line.dropLast())) == answer, "an answer is read from its line")
                return
            }
            guard var picture = try? GreyPicture(bytes) else { return }
            require(picture.pixels.count == picture.width * picture.height, "a picture has all of its pixels")
            // ZXing takes minutes for a large picture that imitates codes: a helper is killed then, a target is not.
            guard picture.pixels.count <= 1 << 16, let codes = try? picture.codes() else { return }
            require(codes.count <= PictureAnswer.mostCodes, "a picture has a limited number of codes")
            let answer = PictureAnswer.codes(codes)
            require(PictureAnswer(line: Array(answer.line.dropLast())) == answer, "an answer is read from its line")
        })
}
