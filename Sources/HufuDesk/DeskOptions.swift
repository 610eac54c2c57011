public import HufuScanner

/// Where and for whom a desk serves.
public struct DeskOptions: Sendable {
    /// The address at which the desk listens.
    public var address = DeskAddress.standard
    /// Further host names by which browsers reach the desk, without a port. Requests with another `Host` are refused, so
    /// that a foreign page cannot reach the desk through a name that it resolves to this machine (DNS rebinding).
    public var hostNames: [String] = []
    /// The certificate and the key of TLS; required beyond the loopback interface.
    public var tls: DeskCertificate?
    /// The token that requests must have; required beyond the loopback interface.
    public var token: BearerToken?
    /// The language of texts for requests that name none; `nil` for the one that the browser prefers.
    public var language: Language?
    /// The bounds of requests and connections.
    public var limits = DeskLimits()

    /// Options of a desk for this machine.
    public init() {}

    /// Checks that a desk which others can reach is protected.
    ///
    /// - Throws: ``DeskError``.
    public func check() throws(DeskError) {
        guard !address.isLoopback else { return }
        if tls == nil { throw DeskError(.tlsRequired, address.description) }
        if token == nil { throw DeskError(.tokenRequired, address.description) }
    }
}

/// The files of a TLS server.
public struct DeskCertificate: Sendable, Equatable {
    /// The path of the certificate and its intermediates, in PEM.
    public var certificatePath: String
    /// The path of the private key, in PEM.
    public var keyPath: String

    /// The files at these paths.
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}

/// The bounds of requests and connections of a desk.
public struct DeskLimits: Sendable {
    /// The largest body of a text, in bytes. The longest code has 4,296 characters.
    public var textBytes = 8 << 10
    /// The largest picture file, in bytes.
    public var pictureBytes = 16 << 20
    /// The longest time from the connection, or from the last answer, to the end of the header of a request.
    public var headerTime = Duration.seconds(15)
    /// The longest time from the header of a request to the end of its body, and of a client that does not read.
    public var bodyTime = Duration.seconds(10)
    /// The connections that are open at the same time. If there are more, the one that has been idle longest is closed.
    public var connections = 2_048
    /// Challenges that are kept to be answered; of more, the oldest are dropped.
    public var challenges = 1_024

    /// The default bounds.
    public init() {}
}
