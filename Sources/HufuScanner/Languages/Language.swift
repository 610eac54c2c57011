public import Hufu

/// A language of the texts for the person at the scanner. The raw value is its BCP 47 tag.
///
/// Codes, names in JSON and technical details are the same in every language.
public enum Language: String, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// Chinese in simplified characters (简体中文), with the terms of Chinese driving licences.
    case simplifiedChinese = "zh-Hans"

    /// The tag of BCP 47, such as `zh-Hans`.
    public var tag: String { rawValue }

    /// The language's name in itself.
    public var name: String { catalogue.name }

    /// The texts of the language.
    var catalogue: any Catalogue.Type {
        switch self {
        case .english: English.self
        case .simplifiedChinese: SimplifiedChinese.self
        }
    }
}

extension Language {
    /// The outcome in one word, as a headline.
    public func word(_ outcome: Verdict.Outcome) -> String { catalogue.word(outcome) }

    /// The finding in one sentence.
    public func message(_ code: Verdict.Code) -> String { catalogue.message(code) }

    /// The advice for the person at the scanner.
    public func advice(_ code: Verdict.Code) -> String { catalogue.advice(code) }

    /// The meaning of a notice in one sentence.
    public func message(_ notice: Verdict.Notice) -> String { catalogue.message(notice) }

    /// The name of a field, as the label of its value.
    public func label(_ field: License.Field) -> String { catalogue.label(field) }

    /// The value of a field in one line; `nil` if the licence does not have the field or does not show it.
    ///
    /// It may contain any character of the licence's texts: see ``Escaped``.
    public func text(of field: License.Field, in license: License) -> String? {
        catalogue.text(of: field, in: license)
    }

    /// The name of a class of vehicles; `nil` if the class is not in the tables of the profile, section 7.
    ///
    /// - Parameters:
    ///   - code: the class, such as `C1`.
    ///   - scheme: the list that the class belongs to, such as `CN`.
    public func name(ofClass code: String, scheme: String) -> String? { catalogue.classes[scheme]?[code] }

    /// The meaning of a standing letter of the Chinese list; `nil` for letters that the list does not have.
    public func name(ofStanding letter: Character) -> String? { catalogue.standings[letter] }

    /// The name of a class of standings.
    public func name(_ standing: StandingClass) -> String { catalogue.name(standing) }

    /// The name of a value of a status list.
    public func name(_ status: StatusValue) -> String { catalogue.name(status) }
}
