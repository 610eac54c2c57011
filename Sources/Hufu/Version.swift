/// The version of this package.
public enum HufuVersion {
    /// The version, as semver.org defines it.
    public static let current = "0.1.0"
}
