/// The light margin that a reader needs to find a symbol (ISO/IEC 18004, 6.3.8), in modules on each side.
package enum QuietZone {
    /// The standard's minimum.
    package static let minimum = 4

    /// More than one and a half times the largest symbol is a mistake.
    package static let maximum = 256

    package static func validate(_ modules: Int) throws(QRPlanError) {
        guard modules >= minimum else { throw .quietZoneTooSmall(modules) }
        guard modules <= maximum else { throw .quietZoneTooLarge(modules) }
    }
}
