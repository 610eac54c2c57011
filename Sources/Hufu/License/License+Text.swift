extension License {
    /// The value of a field in one line, for a person; `nil` if the licence does not have the field or does not show
    /// it.
    ///
    /// It may contain any character of the licence's texts.
    public func text(of field: Field) -> String? {
        var text = FieldText()
        visit(field, with: &text)
        return text.text
    }
}

private struct FieldText: FieldVisitor {
    typealias Failure = Never

    private(set) var text: String?

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) { text = coding.text(value) }
}
