// swift-tools-version: 6.2
import PackageDescription

let hufu: [Target.Dependency] = [
    .product(name: "Hufu", package: "Hufu"), .product(name: "HufuQR", package: "Hufu"),
    .product(name: "Crypto", package: "swift-crypto"),
]

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Hufu", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        // Without its interposers: they count nothing in a virtual machine. Counting is for valgrind.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // What is measured, and the floor beside it.
        .target(name: "Workloads", dependencies: hufu + ["CQREncodeFloor"]),
        // `make bench-groups`: every workload and its floor.
        .executableTarget(
            name: "Groups", dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Groups", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        // `make bench`: ratios and their limits.
        .executableTarget(name: "Bars", dependencies: hufu + ["Workloads"]),
        // `make bench-peers`: verifications per second.
        .executableTarget(name: "Rate", dependencies: ["Workloads"]),
        // `make bench-count`: one workload some times, for valgrind.
        .executableTarget(name: "Count", dependencies: ["Workloads"]),
        .systemLibrary(name: "CQREncodeFloor", pkgConfig: "libqrencode"),
    ],
    swiftLanguageModes: [.v6]
)
