// swift-tools-version: 6.2
import PackageDescription

/// Apart from the package above it, so that nothing but the codes is built.
let package = Package(
    name: "Codes",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "Hufu", path: "../..")],
    targets: [.executableTarget(name: "Draw", dependencies: [.product(name: "HufuQR", package: "Hufu")])],
    swiftLanguageModes: [.v6]
)
