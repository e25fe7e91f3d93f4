// SPDX-License-Identifier: Apache-2.0
import Yams

/// A file that is no YAML, in words with a place.
enum YAMLFault {
    static func problem(_ error: any Error, in text: String) -> ConfigurationProblem {
        guard let error = error as? YamlError else { return ConfigurationProblem("cannot be read as YAML: \(error)") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { " (\($0.text) that began in line \($0.mark.line))" } ?? ""
            return ConfigurationProblem(line: mark.line, column: mark.column, "this is no YAML: \(problem)\(around)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return ConfigurationProblem(line: line, "this is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            return duplicate(names, first: context.mark, in: text)
        default:
            return ConfigurationProblem("cannot be read as YAML: \(error)")
        }
    }

    /// The parser gives the first of the equal keys; the one to look at is the second, if the file has a line for each.
    private static func duplicate(_ names: [String], first: Mark, in text: String) -> ConfigurationProblem {
        let name = names.first ?? ""
        var again: Int?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where index >= first.line {
            let indentation = line.prefix { $0 == " " }.count
            if indentation == first.column - 1, line.dropFirst(indentation).hasPrefix("\(name):") {
                again = index + 1
                break
            }
        }
        let message = "is there twice; the first is in line \(first.line)"
        return ConfigurationProblem(line: again ?? first.line, key: name, again == nil ? "is there twice" : message)
    }
}
