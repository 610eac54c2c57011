// swift-tools-version: 6.2
import PackageDescription

/// `make bench` and `make bench-count` leave the groups out, whose library takes long to build; `make bench-groups` sets this.
let hasGroups = Context.environment["HUFU_BENCHMARK_GROUPS"] != nil

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
    ],
    targets: [
        // What is measured, and the floor beside it.
        .target(name: "Workloads", dependencies: hufu + ["CQREncodeFloor"]),
        // `make bench`: ratios and their limits.
        .executableTarget(name: "Bars", dependencies: hufu + ["Workloads"]),
        // `make bench-count`: one workload some times, for valgrind.
        .executableTarget(name: "Count", dependencies: ["Workloads"]),
        .systemLibrary(name: "CQREncodeFloor", pkgConfig: "libqrencode"),
    ],
    swiftLanguageModes: [.v6]
)

if hasGroups {
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "Groups", dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Groups", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}
