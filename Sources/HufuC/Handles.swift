internal import Synchronization

/// A kind of object behind handles.
protocol Handled: AnyObject, Sendable {
    /// The name of its handles in `hufu.h`.
    static var handleName: String { get }
}

/// The objects behind the handles of this process.
///
/// A handle is not an address but a number: a place in this table and how often that place was used, so that a handle
/// that was freed is told from the one that has its place now. The lowest bits are those of no address that is aligned.
/// A place is not used again after 2^32 handles.
final class Handles: Sendable {
    static let shared = Handles()

    private struct Place {
        /// The number of objects that the place had before.
        var generation: UInt32 = 0
        var object: (any Handled)?
    }

    private struct Table {
        var places: [Place] = []
        var free: [Int] = []
    }

    private static let mark: UInt = 0b101
    private static let markBits: UInt = 3
    private static let largestPlace: UInt = 1 << 29 - 1

    private let table = Mutex(Table())

    /// The number of objects.
    var count: Int { table.withLock { $0.places.count - $0.free.count } }

    /// Keeps an object until its handle is freed.
    ///
    /// - Throws: `argument.too_many_handles`.
    func insert(_ object: some Handled) throws(ArgumentError) -> OpaquePointer {
        let bits: UInt? = table.withLock { table in
            if table.free.isEmpty, UInt(table.places.count) <= Self.largestPlace {
                table.places.append(Place())
                table.free.append(table.places.count - 1)
            }
            guard let place = table.free.popLast() else { return nil }
            table.places[place].object = object
            return UInt(table.places[place].generation) << 32 | UInt(place) << Self.markBits | Self.mark
        }
        // Safe: the pointer is a number that is never dereferenced.
        guard let bits, let handle = unsafe OpaquePointer(bitPattern: bits) else {
            throw ArgumentError(.tooManyHandles)
        }
        return unsafe handle
    }

    /// The object of a handle; `nil` if it was freed, or never was a handle.
    func object(_ handle: OpaquePointer) -> (any Handled)? {
        table.withLock { table in unsafe Self.place(handle, in: table).flatMap { table.places[$0].object } }
    }

    /// Removes the object of a handle.
    ///
    /// - Returns: the object, so that it is released without the lock; `nil` as for ``object(_:)``.
    func remove(_ handle: OpaquePointer) -> (any Handled)? {
        table.withLock { table in
            guard let place = unsafe Self.place(handle, in: table), let object = table.places[place].object else {
                return nil
            }
            table.places[place].object = nil
            if table.places[place].generation < .max {
                table.places[place].generation += 1
                table.free.append(place)
            }
            return object
        }
    }

    private static func place(_ handle: OpaquePointer, in table: borrowing Table) -> Int? {
        let bits = UInt(bitPattern: handle)
        let place = Int((bits & 0xffff_ffff) >> markBits)
        guard bits & (1 << markBits - 1) == mark, place < table.places.count,
            table.places[place].generation == UInt32(truncatingIfNeeded: bits >> 32)
        else { return nil }
        return place
    }
}
