import Foundation
import HTTPTypes
import HufuFiles
import HufuScanner
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

@testable import Hufu
@testable import HufuDesk

extension FuzzTarget {
    /// Bytes of a connection to a desk: the parser of requests and every endpoint behind it.
    static let http = FuzzTarget(
        name: "http", longest: 8_192,
        // A challenge is drawn as a picture, and a page is made of files.
        budget: FuzzTarget.Budget(bytes: 256 << 20, nanoseconds: 2_000_000_000),
        seeds: { vectors in
            let scan = try vectors.cases("credential", most: 1).first?["input"]?.string() ?? ""
            let form =
                "language=zh-Hans&token=&text="
                + scan.replacing("%", with: "%25").replacing("+", with: "%2B").replacing(" ", with: "+")
            let ask = #"{"ask":["birth_date","document_number"],"valid_for":30}"#
            let requests: [(String, [String], String)] = [
                ("GET /", [], ""), ("GET /openapi.json", ["Accept-Language: zh-CN,en;q=0.5"], ""),
                ("GET /health", [], ""),
                ("HEAD /v1/status?language=zh-Hans", [], ""), ("GET /metrics", ["Origin: http://127.0.0.1:8169"], ""),
                ("GET /v1/scans", ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"], ""),
                ("OPTIONS *", [], ""),
                ("POST /v1/verify?view=report", ["Content-Type: text/plain; charset=utf-8"], scan),
                ("POST /v1/verify?challenge=5&challenge=6", ["Content-Type: text/plain"], scan),
                ("POST /", ["Content-Type: application/x-www-form-urlencoded"], form),
                ("POST /v1/challenges", ["Content-Type: application/json"], ask),
                ("POST /v1/challenges", [], ""), ("GET /v1/challenges/00112233445566778899aabbccddeeff.png", [], ""),
                ("POST /v1/scan", ["Content-Type: image/png"], "PNG"),
                ("DELETE /v1/verify", ["Authorization: Bearer abcdefghijklmnop"], ""),
            ]
            let plain = requests.map { line, fields, body in
                let all =
                    ["\(line) HTTP/1.1", "Host: 127.0.0.1:8169"] + fields
                    + (body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"])
                return Array((all.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
            }
            let chunked =
                "POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nHF1:\r\n0\r\n\r\n"
            return plain + [Array(chunked.utf8), plain[2] + plain[10] + plain[11]]
        },
        body: { input in
            for request in Service.requests(in: input).prefix(4) {
                let response = require("a desk answers every request") {
                    try waiting { try await Service.answer(to: request) }
                }
                require(200...599 ~= response.status.code, "an answer has a status")
                require(response.status != .internalServerError, "no request makes a desk fail")
                let headers = response.headers
                require(headers[.contentSecurityPolicy] != nil, "every answer has the security headers")
            }
        })
}

/// A desk without sockets.
private enum Service {
    private static let responder = require("a desk") { () throws -> DeskResponder in
        let path = Vectors.root.appending(path: ".build-fuzz/desk-trust.json").path
        let trust = try Vectors().file("credential")["trusts"]?["main"]?.value ?? .null
        try AtomicFile.write(JSONWriter.bytes(trust), to: path)
        return try waiting {
            let journal = DeskJournal()
            let scanner = try await ReloadingScanner(
                ListSources(trust: .json(path: path)), policy: Policy(.counter, utcOffset: 0),
                report: { journal.note($0) })
            let certificate = try await VerifierCertificate(
                id: "desk", name: "Desk", elements: Set(License.Element.allCases),
                key: OwnKeys.shared["scanner"].publicKey,
                authority: "https://police.example", signer: OwnKeys.shared["certifier"],
                lifetime: .seconds(31 * 86_400))
            let identity = try await DeskIdentity(certificate: certificate, signer: OwnKeys.shared["scanner"])
            let desk = try Desk(scanner, zone: LocalTimeZone(fixedOffset: 0), journal: journal, identity: identity)
            var logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
            logger.logLevel = .critical
            return try desk.responder(ConnectionTable(maximum: 1), logger)
        }
    }

    /// The requests that arrive as a whole.
    static func requests(in bytes: [UInt8]) -> [Request] {
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch { return [] }
        var requests: [Request] = []
        var (head, body): (HTTPRequest?, ByteBuffer) = (nil, ByteBuffer())
        while let part = try? channel.readInbound(as: HTTPRequestPart.self) {
            switch part {
            case .head(let next): (head, body) = (next, ByteBuffer())
            case .body(var next): body.writeBuffer(&next)
            case .end:
                if let head { requests.append(Request(head: head, body: RequestBody(buffer: body))) }
                head = nil
            }
        }
        return requests
    }

    static func answer(to request: Request) async throws -> Response {
        let source = ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "fuzz"))
        let response = try await responder.respond(to: request, context: DeskContext(source: source))
        try await response.body.write(Sink())
        return response
    }

    private struct Sink: ResponseBodyWriter {
        mutating func write(_ buffer: ByteBuffer) async throws {}
        consuming func finish(_ trailers: HTTPFields?) async throws {}
    }
}
