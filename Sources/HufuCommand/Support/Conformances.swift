public import ArgumentParser
public import Hufu
public import HufuQR

// The libraries do not know the command line, and HufuQR does not know Hufu: what joins them is here.

extension QRError: CodedError {}

extension CodeProfile: ExpressibleByArgument {}

extension Transport: ExpressibleByArgument {}
