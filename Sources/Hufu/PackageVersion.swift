/// The version of this package.
public enum PackageVersion {
    /// The version, as semver.org defines it.
    public static let current = "0.1.0"
}
