#if Desk
    internal import Hufu
    public import HufuPictures
    public import HufuScanner
    internal import HufuFiles
    internal import Hummingbird
    internal import HummingbirdCore
    internal import HummingbirdTLS
    internal import Logging
    internal import NIOCore
    internal import NIOSSL
    internal import ServiceLifecycle
    internal import UnixSignals

    /// A scanner for a browser, and a service for programs: `index.html` at `/`, the interface of `/openapi.json` below.
    ///
    /// One desk runs once.
    public struct Desk: Sendable {
        private let options: DeskOptions
        private let scanner: ReloadingScanner
        private let zone: LocalTimeZone
        private let journal: DeskJournal
        private let identity: DeskIdentity?
        private let samples: DeskSamples?
        private let pictures: PictureReader?

        /// A desk.
        ///
        /// - Parameters:
        ///   - scanner: verifies the scans; its faults should be noted in `journal`.
        ///   - zone: the time zone whose days the reports show.
        ///   - journal: remembers scans and faults.
        ///   - identity: signs the challenges; `nil` for plain ones.
        ///   - samples: codes of a demonstration.
        ///   - pictures: reads the codes of pictures; without it the desk takes texts only.
        ///   - options: the address and the protection of the desk.
        /// - Throws: ``DeskError`` if others can reach the desk and it is not protected.
        public init(
            _ scanner: ReloadingScanner, zone: LocalTimeZone, journal: DeskJournal, identity: DeskIdentity? = nil,
            samples: DeskSamples? = nil, pictures: PictureReader? = nil, options: DeskOptions = DeskOptions()
        ) throws(DeskError) {
            try options.check()
            self.options = options
            self.scanner = scanner
            self.zone = zone
            self.journal = journal
            self.identity = identity
            self.samples = samples
            self.pictures = pictures
        }

        /// Serves until the process gets SIGTERM or SIGINT, or the task is cancelled. Requests that have begun are
        /// answered first, and an admission that was answered is in the replay memory.
        ///
        /// - Parameter onListening: called once with the URL of the page, when the desk listens.
        /// - Throws: ``DeskError``, or an error of the system.
        public func run(onListening: @escaping @Sendable (String) async -> Void) async throws {
            try await serve(untilSignals: [.sigterm, .sigint], onListening: onListening)
        }

        func serve(
            untilSignals signals: [UnixSignal], onListening: @escaping @Sendable (String) async -> Void
        ) async throws {
            let application = try application(onListening: onListening)
            do {
                try await ServiceGroup(
                    configuration: .init(
                        services: [
                            .init(service: application),
                            .init(service: ListRefresh(scanner: scanner)),
                        ],
                        gracefulShutdownSignals: signals, logger: application.logger)
                ).run()
            } catch let error as IOError {
                throw DeskError(.addressUnavailable, "\(options.address): \(error.description)")
            }
        }

        private func application(
            onListening: @escaping @Sendable (String) async -> Void
        ) throws -> some ApplicationProtocol {
            var logger = Logger(label: "hufu-desk") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .error
            let connections = ConnectionTable(maximum: options.limits.connections)
            let (limits, scheme) = (options.limits, options.tls == nil ? "http" : "https")
            let host = options.address.urlHost
            return Application(
                responder: try responder(connections, logger),
                server: try server(connections, limits),
                configuration: ApplicationConfiguration(
                    address: .hostname(options.address.host, port: options.address.port), backlog: 1_024),
                onServerRunning: { channel in
                    await onListening("\(scheme)://\(host):\(channel.localAddress?.port ?? 0)/")
                },
                logger: logger)
        }

        func responder(
            _ connections: ConnectionTable, _ logger: Logger
        ) throws -> DeskResponder {
            let deskScanner = DeskScanner(scanner: scanner, zone: zone, journal: journal)
            let challenges = ChallengeTable(maximum: options.limits.challenges, age: scanner.policy.challengeAge)
            let (requests, counts, pages) = (RequestGuard(options), RequestCounts(), try Pages())
            let verify = VerifyEndpoints(
                scanner: deskScanner, challenges: challenges, pages: pages, requests: requests, limits: options.limits)
            let status = StatusEndpoints(
                scanner: deskScanner, challenges: challenges, identity: identity, counts: counts,
                connections: connections,
                facts: DeskFacts(isDemo: samples != nil, readsPictures: pictures != nil, hasToken: requests.hasToken))
            var endpoints = [verify.verify] + pages.endpoints(form: verify.page(_:)) + status.endpoints
            endpoints += ChallengeEndpoints(table: challenges, identity: identity).endpoints
            if let pictures {
                let scan = ScanEndpoint(
                    scanner: deskScanner, challenges: challenges, pictures: pictures, limits: options.limits)
                endpoints.append(scan.endpoint)
            }
            if let samples { endpoints += SampleEndpoints(samples: samples, challenges: challenges).endpoints }
            return DeskResponder(
                endpoints, guardedBy: requests, language: options.language, counts: counts, logger: logger)
        }

        private func server(_ connections: ConnectionTable, _ limits: DeskLimits) throws -> HTTPServerBuilder {
            let plain = HTTPServerBuilder.http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [ConnectionHandler(connections, bodyTime: TimeAmount(limits.bodyTime))],
                    idleTimeout: TimeAmount(limits.headerTime),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64)))
            guard let tls = options.tls else { return plain }
            return try .tls(plain, tlsConfiguration: tls.configuration)
        }
    }

    /// Loads lists again when their files have changed.
    private struct ListRefresh: Service {
        let scanner: ReloadingScanner

        func run() async throws {
            try? await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    await scanner.refresh()
                }
            }
        }
    }

    extension DeskCertificate {
        fileprivate var configuration: TLSConfiguration {
            get throws(DeskError) {
                do {
                    var configuration = TLSConfiguration.makeServerConfiguration(
                        certificateChain: try NIOSSLCertificate.fromPEMFile(certificatePath).map { .certificate($0) },
                        privateKey: .privateKey(try NIOSSLPrivateKey(file: keyPath, format: .pem)))
                    configuration.minimumTLSVersion = .tlsv12
                    // Fails here, and not at the first connection, if they are not a pair.
                    _ = try NIOSSLContext(configuration: configuration)
                    return configuration
                } catch { throw DeskError(.certificateInvalid, "\(error)") }
            }
        }
    }
#endif
