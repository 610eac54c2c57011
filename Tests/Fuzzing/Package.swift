// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Hufu", path: "../..", traits: ["X509", "Pictures", "Desk"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CFuzzer", .product(name: "Hufu", package: "Hufu"), .product(name: "HufuFiles", package: "Hufu"),
                .product(name: "HufuIssuer", package: "Hufu"), .product(name: "HufuScanner", package: "Hufu"),
                .product(name: "HufuX509", package: "Hufu"), .product(name: "HufuPictures", package: "Hufu"),
                .product(name: "HufuDesk", package: "Hufu"), .product(name: "HufuC", package: "Hufu"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Fuzz",
            swiftSettings: [
                .strictMemorySafety(), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableExperimentalFeature("Lifetimes"), .unsafeFlags(["-sanitize=fuzzer,address"]),
            ],
            linkerSettings: [.unsafeFlags(["-sanitize=address"])]),
        // What of libFuzzer has no header, and what counts allocations.
        .target(name: "CFuzzer", cSettings: [.unsafeFlags(["-fsanitize=address"])]),
    ],
    swiftLanguageModes: [.v6]
)
