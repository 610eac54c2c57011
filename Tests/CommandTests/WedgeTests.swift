import Foundation
import Testing

/// A scanner that types what it reads, and a computer that takes the keys for those of its own layout.
///
/// A scanner is set to a country: it presses the key, with shift or without, that has the character there. The computer
/// sees keys only, and looks up what they mean where it believes to be. Countries come in families whose letters and
/// digits are in the same places, and whose other characters are not: US and Spain (QWERTY), Germany and Switzerland
/// (QWERTZ), France and Belgium (AZERTY). Inside a family Base32 arrives whole and Base45 does not; between families
/// nothing does.
@Suite("Keyboard-wedge scanners")
struct WedgeTests {
    /// The keys of a layout in one order for all, without shift and with it; as in xkeyboard-config. ◌ is a dead key.
    struct Layout: CustomStringConvertible {
        let description: String
        let plain: [Character]
        let shifted: [Character]

        init(_ name: String, _ plain: String, _ shifted: String) {
            description = name
            self.plain = Array(plain + " ")
            self.shifted = Array(shifted + " ")
            precondition(self.plain.count == 49 && self.shifted.count == 49)
        }

        static let us = Layout(
            "us", #"`1234567890-=qwertyuiop[]asdfghjkl;'\<zxcvbnm,./"#,
            #"~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?"#)
        static let es = Layout(
            "es", "º1234567890'¡qwertyuiop◌+asdfghjklñ◌ç<zxcvbnm,.-",
            #"ª!"·$%&/()=?¿QWERTYUIOP◌*ASDFGHJKLÑ◌Ç>ZXCVBNM;:_"#)
        static let de = Layout(
            "de", "◌1234567890ß◌qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
            #"°!"§$%&/()=?◌QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_"#)
        static let ch = Layout(
            "ch", "§1234567890'◌qwertzuiopü◌asdfghjklöä$<yxcvbnm,.-",
            #"°+"*ç%&/()=?◌QWERTZUIOPè!ASDFGHJKLéà£>YXCVBNM;:_"#)
        static let fr = Layout(
            "fr", #"²&é"'(-è_çà)=azertyuiop◌$qsdfghjklmù*<wxcvbn,;:!"#,
            "~1234567890°+AZERTYUIOP◌£QSDFGHJKLM%µ>WXCVBN?./§")
        static let be = Layout(
            "be", #"²&é"'(§è!çà)-azertyuiop◌$qsdfghjklmùµ<wxcvbn,;:="#,
            "³1234567890°_AZERTYUIOP◌*QSDFGHJKLM%£>WXCVBN?./+")

        /// The keys that have a text, and what they mean on another layout; with caps lock letters change their case.
        func type(_ text: String, on host: Layout, capsLock: Bool = false) throws -> String {
            let typed = try text.map { character in
                let shift = !plain.contains(character)
                let key = try #require((shift ? shifted : plain).firstIndex(of: character), "no key for \(character)")
                return (shift ? host.shifted : host.plain)[key]
            }
            // The scanner ends with the return key, which is where it is everywhere.
            return String(
                typed.map {
                    capsLock && $0.isASCII ? Character($0.isUppercase ? $0.lowercased() : $0.uppercased()) : $0
                }) + "\n"
        }
    }

    /// A token of a full licence in both transports.
    private func tokens(of fixture: borrowing CommandFixture) throws -> (base45: String, base32: String) {
        try fixture.issue("cn-resident")
        return (try fixture.present(), try fixture.present("--transport base32"))
    }

    @Test("With the computer's own layout both transports arrive unchanged", arguments: [Layout.us, .de, .fr])
    func sameLayout(layout: Layout) throws {
        let fixture = try CommandFixture()
        let tokens = try tokens(of: fixture)
        for token in [tokens.base45, tokens.base32] {
            let scan = try layout.type(token, on: layout)
            #expect(scan == token + "\n")
            #expect(try fixture.verify(scan).code == "ok")
        }
    }

    @Test(
        "With a related layout only Base32 arrives unchanged",
        arguments: [
            (Layout.us, Layout.es), (.es, .us), (.de, .ch), (.ch, .de), (.fr, .be), (.be, .fr),
        ])
    func relatedLayout(scanner: Layout, host: Layout) throws {
        let fixture = try CommandFixture()
        let tokens = try tokens(of: fixture)
        let mangled = try scanner.type(tokens.base45, on: host)
        #expect(mangled != tokens.base45 + "\n")
        let refused = try fixture.verify(mangled)
        #expect(refused.verdict == "rejected")
        #expect(["payload.prefix_unknown", "payload.text_invalid"].contains(refused.code))
        #expect(try fixture.verify(scanner.type(tokens.base32, on: host)).code == "ok")
    }

    @Test(
        "With a foreign layout neither transport arrives, and the advice names the layout",
        arguments: [
            (Layout.us, Layout.de), (.us, .fr), (.de, .us), (.de, .fr), (.fr, .us), (.fr, .de),
        ])
    func otherLayout(scanner: Layout, host: Layout) throws {
        let fixture = try CommandFixture()
        let tokens = try tokens(of: fixture)
        for token in [tokens.base45, tokens.base32] {
            let refused = try fixture.verify(scanner.type(token, on: host))
            #expect(refused.code == "payload.prefix_unknown")
            #expect((refused.object["advice"] as? String)?.contains("keyboard layout") == true)
        }
    }

    @Test("With caps lock the prefix is not recognised")
    func capsLock() throws {
        let fixture = try CommandFixture()
        let tokens = try tokens(of: fixture)
        let scan = try Layout.us.type(tokens.base32, on: .us, capsLock: true)
        #expect(scan == tokens.base32.lowercased() + "\n")
        #expect(try fixture.verify(scan).code == "payload.prefix_unknown")
    }
}
