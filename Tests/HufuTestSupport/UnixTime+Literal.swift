public import Hufu

extension UnixTime: ExpressibleByIntegerLiteral {
    /// A time as its seconds since 1970, for tests only: in the library a number says nothing of its unit.
    public init(integerLiteral seconds: Int) { self.init(secondsSince1970: seconds) }
}
