public import Foundation

/// Files of this repository that tests read or run.
public enum Repository {
    /// The folder of Package.swift.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The published vectors, samples, schemas and the profile.
    public static let vectors = root.appending(path: "Vectors")

    /// The Python with the packages of the reference, which `make test` sets up; without it tests that run it fail.
    public static let python = root.appending(path: ".build/reference-venv/bin/python")
}
