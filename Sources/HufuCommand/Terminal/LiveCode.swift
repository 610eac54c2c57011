internal import Hufu
internal import HufuQR
internal import QRCapacity

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The code of each time step in the terminal, with a countdown.
struct LiveCode {
    let presentation: Presentation
    let options: SymbolOptions

    func run() async throws {
        guard Terminal.canBeSteered else {
            throw Failure.usage(
                "standard output is not a terminal with cursor control", option: "--live",
                advice: "Leave --live out: each call prints the token of the current time step.")
        }
        try await Terminal.withSecondScreen {
            while true {
                let token = try await presentation.token(at: .now)
                let symbol = try options.symbol(
                    of: token.text(presentation.transport), for: .screen, in: presentation.name)
                try await show(symbol, until: token.expiresAt)
            }
        }
    }

    /// Redraws every second, so that key presses, a resize of the terminal or a pause damage the code for a second
    /// only.
    private func show(_ symbol: QRSymbol, until end: UnixTime) async throws {
        while true {
            let left = Int(end.date.timeIntervalSinceNow.rounded(.up))
            guard left > 0 else { return }
            let bar = String(repeating: "=", count: min(left, 60))
            try Terminal.redraw(drawing(of: symbol) + ["\(left) s \(bar)  Ctrl-C ends"])
            let seconds = end.date.timeIntervalSinceNow - Double(left - 1)
            if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
        }
    }

    private func drawing(of symbol: QRSymbol) throws(Failure) -> [String] {
        // The quiet zone on both sides; two modules a line, and the countdown.
        let (columns, rows) = (symbol.size + 8, (symbol.size + 9) / 2 + 1)
        if let size = Terminal.size, size.columns < columns || size.rows < rows {
            return [
                "The code takes \(columns) columns and \(rows) lines, this terminal has \(size.columns) and \(size.rows):",
                "enlarge the terminal, or choose a smaller font.",
            ]
        }
        return try CodeOutput.lines(of: symbol, isInverted: true).split(separator: "\n").map(String.init)
    }
}
