// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "Hufu",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "Hufu", targets: ["Hufu"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        .target(name: "Hufu", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
    ]
)
