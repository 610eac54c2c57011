internal import Hufu
internal import HufuQR

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A device that shows its code, and how.
struct Presentation {
    let holder: Holder
    let rotation: Rotation
    let audience: String
    let challenge: [UInt8]?
    let fields: Set<License.Field>
    let transport: Transport
    /// How errors call the credential.
    let name: String

    func token(at now: Date) async throws(Failure) -> Token {
        try await Failure.naming(name) {
            try await holder.present(
                at: now, rotation: rotation, audience: audience, challenge: challenge, disclosing: fields)
        }
    }
}

/// The code of each time step in the terminal, with a countdown; elsewhere one line for each step.
struct LiveCode {
    let presentation: Presentation

    func run() async throws {
        guard Terminal.isTerminal(System.standardOutput) else {
            while true {
                let token = try await presentation.token(at: .now)
                try Output.line(token.text(presentation.transport))
                try await sleep(until: token.expiresAt)
            }
        }
        try await Terminal.withSecondScreen {
            while true {
                let token = try await presentation.token(at: .now)
                let symbol = try Failure.naming(nil) { try QRSymbol(token.text(presentation.transport)) }
                try draw(symbol)
                try await countDown(to: token.expiresAt)
            }
        }
    }

    private func draw(_ symbol: QRSymbol) throws {
        let width = symbol.size + 8
        if let columns = Terminal.columns, columns < width {
            try Output.write(
                "\u{1B}[H\u{1B}[2JThe code is \(width) columns wide, this terminal \(columns): make it wider.\n")
        } else {
            try Output.write("\u{1B}[H\u{1B}[2J" + Codes.lines(of: symbol, isInverted: true))
        }
    }

    private func countDown(to end: Int) async throws {
        while true {
            let left = end - Int(Date.now.timeIntervalSince1970.rounded(.down))
            guard left > 0 else { return }
            let bar = String(repeating: "=", count: min(left, 60))
            try Output.write("\r\u{1B}[K\(left) s \(bar)  Ctrl-C ends")
            try await sleep(until: end - left + 1)
        }
    }

    private func sleep(until second: Int) async throws {
        let seconds = Double(second) - Date.now.timeIntervalSince1970
        if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
    }
}
