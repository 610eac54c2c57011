import Testing

@testable import Hufu

@Suite("List bundle") struct ListBundleTests {
    /// A tagged item, which is no list, but has the form that a bundle demands of its items.
    private func item(content: Int = 0) -> [UInt8] {
        CBORWriter.encode { writer in
            writer.tag(COSE.tag)
            writer.byteString([UInt8](repeating: 0, count: content))
        }
    }

    @Test(
        "An item without the tag 18 is refused with its offset",
        arguments: [
            [0x00], [0x80], [0xd1, 0x80], [0xd8, 0x3d, 0xd2, 0x80], [0x42, 0xd2, 0x80], [0xd8, 0x12, 0x80],
        ] as [[UInt8]])
    func otherItems(other: [UInt8]) {
        #expect(throws: ListError(.formInvalid, at: "byte 0")) { try ListBundle(other + item()) }
        #expect(throws: ListError(.formInvalid, at: "byte 4")) { try ListBundle(item() + item() + other + item()) }
    }

    @Test("A bundle holds at most 4,096 items behind the trust list")
    func count() throws {
        let full = Array(repeatElement(item(), count: 4_097).joined())
        #expect(try ListBundle(full).package.count == 4_096)
        #expect(throws: ListError(.formInvalid, at: "byte 8194")) { try ListBundle(full + item()) }
    }

    @Test("An item has at most 16 MiB")
    func size() throws {
        // The tag and the head of the byte string are six bytes.
        let largest = item(content: (16 << 20) - 6)
        #expect(try ListBundle(item() + largest + item()).package.map(\.count) == [16 << 20, 2])
        #expect(throws: ListError(.tooLarge, at: "byte 2")) {
            try ListBundle(item() + item(content: (16 << 20) - 5) + item())
        }
    }

    @Test("60 MiB of zeros are refused at the first byte")
    func zeros() {
        let zeros = [UInt8](repeating: 0, count: 60 << 20)
        let time = ContinuousClock().measure {
            #expect(throws: ListError(.formInvalid, at: "byte 0")) { try ListBundle(zeros) }
        }
        #expect(time < .seconds(30))
    }

    @Test("The lists of a bundle are those that it was made of")
    func parts() throws {
        let bundle = try ListBundle(trust: item(content: 300), package: [item(), item(content: 400)])
        #expect(Array(bundle.trust) == item(content: 300))
        #expect(bundle.package.map(Array.init) == [item(), item(content: 400)])
        #expect(try ListBundle(bundle.bytes) == bundle)
        #expect(throws: ListError(.formInvalid, at: "byte 0")) { try ListBundle([]) }
    }
}
