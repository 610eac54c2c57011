// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nothing else has to build jwt-kit.
let package = Package(
    name: "Peer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1")],
    targets: [.executableTarget(name: "Peer", dependencies: [.product(name: "JWTKit", package: "jwt-kit")])],
    swiftLanguageModes: [.v6]
)
