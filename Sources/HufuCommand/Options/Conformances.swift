public import ArgumentParser
public import Hufu
public import HufuQR

// Conformances between modules that do not depend on each other.

extension QRError: CodedError {}

extension CodeProfile: ExpressibleByArgument {}

extension Transport: ExpressibleByArgument {}
