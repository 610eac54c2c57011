// swift-tools-version: 6.2
import PackageDescription

/// `make lint` sets this: warnings in our own targets are errors then, while those of dependencies stay what they are.
let isLinted = Context.environment["HUFU_STRICT"] != nil

/// `make sanitize` sets this: locks are those that the thread sanitizer knows.
let isSanitized = Context.environment["HUFU_SANITIZE"] != nil

/// `.ci/fuzz` sets this: libFuzzer sees the coverage of our own modules, the address sanitizer sees their accesses, and the
/// targets use their internals.
let isFuzzed = Context.environment["HUFU_FUZZ"] != nil

let strict: [SwiftSetting] =
    [
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        // `~Escapable` types of our own: the CBOR cursor.
        .enableExperimentalFeature("Lifetimes"),
    ] + (isLinted ? [.treatAllWarnings(as: .error)] : []) + (isSanitized ? [.define("SANITIZED")] : [])
    + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : [])

/// Where HufuSigners and HufuConformance can start programs: iOS cannot, and the packages for it come with a trait.
let processes = BuildSettingCondition.when(platforms: [.macOS, .linux, .android], traits: ["Processes"])

let package = Package(
    name: "Hufu",
    // UInt128 and typed throws with noncopyable generics need these; `Span` goes back further.
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "Hufu", targets: ["Hufu"]),
        .library(name: "HufuFiles", targets: ["HufuFiles"]),
        .library(name: "QRCapacity", targets: ["QRCapacity"]),
        .library(name: "HufuQR", targets: ["HufuQR"]),
        .library(name: "HufuIssuer", targets: ["HufuIssuer"]),
        .library(name: "HufuScanner", targets: ["HufuScanner"]),
        .library(name: "HufuSigners", targets: ["HufuSigners"]),
        .library(name: "HufuSQLite", targets: ["HufuSQLite"]),
        .library(name: "HufuPostgreSQL", targets: ["HufuPostgreSQL"]),
        .library(name: "HufuX509", targets: ["HufuX509"]),
        .library(name: "HufuHTTP", targets: ["HufuHTTP"]),
        .library(name: "HufuDesk", targets: ["HufuDesk"]),
        .library(name: "HufuPictures", targets: ["HufuPictures"]),
        .library(name: "HufuConformance", targets: ["HufuConformance"]),
        // `make library` links libhufu from this archive.
        .library(name: "HufuC", type: .static, targets: ["HufuC"]),
        .executable(name: "hufu", targets: ["HufuCommand"]),
    ],
    // A package that uses none of these parts depends on this one with `traits: []`, and fetches nothing for them.
    traits: [
        .trait(
            name: "Command", description: "The command hufu.", enabledTraits: ["Processes"]),
        .trait(
            name: "Processes", description: "HufuSigners and HufuConformance, which start programs: swift-subprocess."),
        .trait(
            name: "PKCS11", description: "Keys in hardware, through PKCS #11, in HufuSigners: the header of p11-kit."),
        .trait(
            name: "SQLite",
            description:
                "HufuSQLite, a replay memory that survives a restart, and a registry; without it GRDB is not even fetched."
        ),
        .trait(
            name: "PostgreSQL",
            description:
                "HufuPostgreSQL, a registry and a replay memory for several machines; without it libpq is not needed."
        ),
        .trait(
            name: "X509",
            description: "HufuX509, keys from certificates; without it swift-certificates is not even fetched."),
        .trait(
            name: "HTTP",
            description: "HufuHTTP, which fetches publications; without it libcurl is not needed."),
        .trait(
            name: "Desk",
            description: "HufuDesk, a scanner in a browser; without it Hummingbird is not even fetched.",
            enabledTraits: ["Pictures"]),
        .trait(
            name: "Pictures",
            description: "HufuPictures, which reads codes in pictures; without it ZXing-C++ is not needed.",
            enabledTraits: ["Processes"]),
        .default(enabledTraits: ["Command"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.10.0"),
        // What swift-certificates is built on, for the CRLs that it does not read.
        .package(url: "https://github.com/apple/swift-asn1", from: "1.3.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // `make docs`; no target uses it, so it is not fetched for packages that depend on this one.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .target(
            name: "Hufu",
            dependencies: [
                "CZlib", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: strict),
        .target(name: "HufuFiles", dependencies: ["Hufu"], swiftSettings: strict),
        .target(name: "QRCapacity", swiftSettings: strict),
        .target(name: "HufuQR", dependencies: ["QRCapacity", "CQREncode", "CPNG"], swiftSettings: strict),
        .target(
            name: "HufuSQLite",
            dependencies: [
                "Hufu", "HufuIssuer", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ],
            swiftSettings: strict),
        .target(
            name: "HufuPostgreSQL",
            dependencies: ["Hufu", "HufuIssuer", .target(name: "CPQ", condition: .when(traits: ["PostgreSQL"]))],
            swiftSettings: strict),
        .target(
            name: "HufuHTTP",
            dependencies: ["Hufu", "HufuScanner", .target(name: "CCurl", condition: .when(traits: ["HTTP"]))],
            swiftSettings: strict),
        .target(
            name: "HufuDesk",
            dependencies: [
                "Hufu", "HufuFiles", "HufuIssuer", "HufuPictures", "HufuQR", "HufuScanner",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Desk"])),
                .product(name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Desk"])),
                .product(name: "HummingbirdTLS", package: "hummingbird", condition: .when(traits: ["Desk"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Desk"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Desk"])),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: .when(traits: ["Desk"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["Desk"])),
                .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Desk"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Desk"])),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: .when(traits: ["Desk"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Desk"])),
            ],
            resources: [.embedInCode("Page")], swiftSettings: strict),
        .target(
            name: "HufuPictures",
            dependencies: [
                "Hufu", "HufuFiles", "HufuScanner", "HufuSigners",
                .target(name: "CPictures", condition: .when(traits: ["Pictures"])),
                .target(name: "CPNG", condition: .when(traits: ["Pictures"])),
            ],
            swiftSettings: strict),
        // Without the trait its files are empty.
        .target(
            name: "CPictures",
            dependencies: [
                .target(name: "CZXing", condition: .when(traits: ["Pictures"])),
                .target(name: "CJPEG", condition: .when(traits: ["Pictures"])),
            ],
            cSettings: [.define("HUFU_PICTURES", .when(traits: ["Pictures"]))]
                + (isFuzzed ? [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])] : []),
            cxxSettings: [.define("HUFU_PICTURES", .when(traits: ["Pictures"]))]
                + (isFuzzed ? [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])] : [])),
        .target(
            name: "HufuX509",
            dependencies: [
                "Hufu", "HufuIssuer", "HufuFiles",
                .product(name: "X509", package: "swift-certificates", condition: .when(traits: ["X509"])),
                .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["X509"])),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "HufuConformance", dependencies: ["Hufu", "HufuFiles", "HufuQR", "HufuSigners", "QRCapacity"],
            swiftSettings: strict + [.define("PROCESSES", processes)]),
        .target(
            name: "HufuIssuer",
            dependencies: ["Hufu", "QRCapacity", "HufuFiles", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "HufuScanner", dependencies: ["Hufu", "HufuFiles"], swiftSettings: strict),
        .target(
            name: "HufuSigners",
            dependencies: [
                "Hufu", "HufuFiles",
                .product(
                    name: "Subprocess", package: "swift-subprocess",
                    condition: .when(platforms: [.macOS, .linux, .android], traits: ["Processes"])),
                .product(
                    name: "SystemPackage", package: "swift-system",
                    condition: .when(platforms: [.linux, .android], traits: ["Processes"])),
                .target(name: "CP11Kit", condition: .when(traits: ["PKCS11"])),
            ],
            swiftSettings: strict + [.define("PROCESSES", processes)]),
        .target(
            name: "HufuC",
            dependencies: [
                "CHufu", "Hufu", "HufuFiles", "HufuIssuer", "HufuQR", "HufuScanner", "HufuX509", "QRCapacity",
            ],
            exclude: ["Examples"], swiftSettings: strict),
        .executableTarget(
            name: "HufuCommand",
            dependencies: [
                "Hufu", "HufuFiles", "QRCapacity", "HufuQR", "HufuIssuer", "HufuScanner", "HufuSigners",
                "HufuConformance", "HufuX509", .target(name: "HufuSQLite", condition: .when(traits: ["SQLite"])),
                .target(name: "HufuPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
                .target(name: "HufuHTTP", condition: .when(traits: ["HTTP"])),
                .target(name: "HufuDesk", condition: .when(traits: ["Desk"])),
                .target(name: "HufuPictures", condition: .when(traits: ["Pictures"])),
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Command"])),
            ],
            swiftSettings: strict),

        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(
            name: "CP11Kit", pkgConfig: "p11-kit-1", providers: [.apt(["libp11-kit-dev"]), .brew(["p11-kit"])]),
        .systemLibrary(name: "CHufu"),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CZXing", pkgConfig: "zxing", providers: [.apt(["libzxing-dev"]), .brew(["zxing-cpp"])]),
        .systemLibrary(
            name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

        .target(
            name: "HufuTestSupport", dependencies: ["Hufu"], path: "Tests/HufuTestSupport", swiftSettings: strict),
        .testTarget(
            name: "HufuTests",
            dependencies: ["Hufu", "HufuTestSupport", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(
            name: "HufuFilesTests", dependencies: ["Hufu", "HufuFiles", "HufuTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "HufuIssuerTests", dependencies: ["Hufu", "HufuFiles", "HufuIssuer", "HufuTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HufuScannerTests", dependencies: ["Hufu", "HufuFiles", "HufuScanner", "HufuTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HufuSignersTests", dependencies: ["Hufu", "HufuSigners", "HufuTestSupport"],
            swiftSettings: strict),
        .testTarget(name: "QRCapacityTests", dependencies: ["QRCapacity", "CQREncode"], swiftSettings: strict),
        .testTarget(
            name: "HufuQRTests", dependencies: ["QRCapacity", "HufuQR"], swiftSettings: strict),
        .testTarget(
            name: "HufuSQLiteTests",
            dependencies: [
                "Hufu", "HufuSQLite", "HufuTestSupport",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RegistryTests",
            dependencies: [
                "Hufu", "HufuIssuer", "HufuTestSupport",
                .target(name: "HufuSQLite", condition: .when(traits: ["SQLite"])),
                .target(name: "HufuPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HufuPostgreSQLTests",
            dependencies: [
                "Hufu", "HufuTestSupport", .target(name: "HufuPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HufuX509Tests", dependencies: ["Hufu", "HufuIssuer", "HufuScanner", "HufuX509", "HufuTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HufuHTTPTests",
            dependencies: [
                "Hufu", "HufuFiles", "HufuIssuer", "HufuScanner", "HufuTestSupport",
                .target(name: "HufuHTTP", condition: .when(traits: ["HTTP"])),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HufuPicturesTests",
            dependencies: [
                "CZlib", "HufuQR", "HufuSigners", "HufuTestSupport",
                .target(name: "HufuPictures", condition: .when(traits: ["Pictures"])),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HufuDeskTests",
            dependencies: [
                "Hufu", "HufuFiles", "HufuScanner", "HufuTestSupport",
                .target(name: "HufuDesk", condition: .when(traits: ["Desk"])),
            ],
            swiftSettings: strict),
        // Calls functions as C does; without the first setting, as every line of it is unsafe.
        .testTarget(
            name: "HufuCTests", dependencies: ["CHufu", "HufuC", "HufuTestSupport"],
            swiftSettings: Array(strict.dropFirst())),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Hufu", "HufuCommand", "HufuConformance", "HufuTestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
