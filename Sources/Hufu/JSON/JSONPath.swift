/// The place of a value inside a text, such as `driving_privileges[0].codes[1].sign`; its words are made only when an
/// error needs them.
package struct JSONPath: Sendable {
    /// A container's path, which the paths of all its values share.
    final class Container: Sendable {
        fileprivate let path: JSONPath

        init(_ path: JSONPath) { self.path = path }

        func appending(_ name: String) -> JSONPath { JSONPath(container: self, step: .name(name)) }
        func appending(_ index: Int) -> JSONPath { JSONPath(container: self, step: .index(index)) }
    }

    private enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    private let container: Container?
    private let step: Step?

    package static let root = JSONPath(container: nil, step: nil)

    package func appending(_ name: String) -> JSONPath { Container(self).appending(name) }
    package func appending(_ index: Int) -> JSONPath { Container(self).appending(index) }
}

extension JSONPath: CustomStringConvertible {
    package var description: String {
        let base = container?.path.description ?? ""
        switch step {
        case nil: return base
        case .index(let index): return base + "[\(index)]"
        case .name(let name):
            guard JSONPath.isPlain(name) else { return base + "[" + JSONValue.quoted(name) + "]" }
            return base.isEmpty ? name : base + "." + name
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension JSONValue {
    /// Where the value under a path of plain names and indices stands; where the last part of the path that is there
    /// stands, if the whole of it is not.
    package func position(of path: String) -> JSONPosition {
        var value = self
        for part in path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }) {
            switch value.kind {
            case .array(let elements):
                guard let index = Int(part), elements.indices.contains(index) else { return value.position }
                value = elements[index]
            case .object:
                guard let member = value[String(part)] else { return value.position }
                value = member
            default: return value.position
            }
        }
        return value.position
    }
}
