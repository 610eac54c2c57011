/// The place of a value inside a text, such as `driving_privileges[0].codes[1].sign`, found when an error needs it.
extension JSONText {
    func path(of target: Int) -> String {
        var (path, node) = ("", 0)
        while node < target, let child = children(of: node).last(where: { $0 <= target }) {
            if nodes[node].kind == .object {
                path = JSONPath.appending(string(child), to: path)
                // A name has the place of its value.
                node = child + 1
            } else {
                path += "[\(children(of: node).count { $0 < child })]"
                node = child
            }
        }
        return path
    }

    /// The node at the end of a path of plain names and indices; the last one that is there, if the whole of it is not.
    func node(at path: String, from start: Int) -> Int {
        var node = start
        for part in path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }) {
            if nodes[node].kind == .object {
                guard let name = find(String(part), in: node, from: (node + 1, 0)) else { return node }
                node = name.node + 1
            } else {
                let children = children(of: node)
                guard let index = Int(part), children.indices.contains(index) else { return node }
                node = children[index]
            }
        }
        return node
    }
}

enum JSONPath {
    static func appending(_ name: String, to path: String) -> String {
        guard isPlain(name) else { return path + "[" + JSONValue.quoted(name) + "]" }
        return path.isEmpty ? name : path + "." + name
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
