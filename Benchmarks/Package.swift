// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "Hufu", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        .target(
            name: "Workloads",
            dependencies: [
                .product(name: "Hufu", package: "Hufu"), .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .executableTarget(name: "Count", dependencies: ["Workloads", .product(name: "Hufu", package: "Hufu")]),
        .executableTarget(name: "Bars", dependencies: ["Workloads", .product(name: "Hufu", package: "Hufu")]),
    ],
    swiftLanguageModes: [.v6]
)
