// swift-tools-version: 6.2
import PackageDescription

let hufu: [Target.Dependency] = [
    .product(name: "Hufu", package: "Hufu"), .product(name: "HufuQR", package: "Hufu"),
    .product(name: "QRCapacity", package: "Hufu"), .product(name: "HufuIssuer", package: "Hufu"),
    .product(name: "HufuFiles", package: "Hufu"), .product(name: "Crypto", package: "swift-crypto"),
]

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Hufu", path: "..", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        // Without its interposers: they count nothing in a virtual machine. valgrind counts instead.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // The measured pieces of work, each with its baseline.
        .target(name: "Workloads", dependencies: hufu + ["CQREncodeBaseline"]),
        // `make bench`, `make bench-count`, `make bench-peers`, `make bench-codes`: one program with subcommands.
        .executableTarget(name: "bench", dependencies: hufu + ["Workloads"], path: "Sources/Bench"),
        // `make bench-groups`: the plugin of ordo-one/benchmark wants an executable of its own.
        .executableTarget(
            name: "Groups", dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Groups", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .systemLibrary(name: "CQREncodeBaseline", pkgConfig: "libqrencode"),
    ],
    swiftLanguageModes: [.v6]
)
