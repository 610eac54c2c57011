/// Paths of values inside a text, such as `driving_privileges[0].codes[1].sign`. They are made for errors only.
extension JSONText {
    func path(of target: Int) -> String {
        var (path, node) = ("", 0)
        while node < target, let child = children(of: node).last(where: { $0 <= target }) {
            if nodes[node].kind == .object {
                path = JSONPath.appending(string(child), to: path)
                // The path of a name is that of its value.
                node = child + 1
            } else {
                path += "[\(children(of: node).count { $0 < child })]"
                node = child
            }
        }
        return path
    }

    /// The node at the end of a path of plain names and indices; if the path does not exist, that of its longest part
    /// that does.
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

/// The syntax of paths: plain names with points between them, other names in brackets and quotes.
enum JSONPath {
    static func appending(_ name: String, to path: String) -> String {
        guard isPlain(name) else { return path + "[" + JSONValue.quoted(name) + "]" }
        return path.isEmpty ? name : path + "." + name
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
    }
}
