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
