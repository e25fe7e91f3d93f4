// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with the configuration file.
struct ConfigurationProblem: Hashable, Sendable {
    /// Counted from 1; absent when the problem has no place, such as a key that is missing.
    var line: Int?
    /// Counted from 1, when the parser knows it.
    var column: Int?
    /// For example `directory.url`; absent when the problem is the file's.
    var key: String?
    var message: String

    init(line: Int? = nil, column: Int? = nil, key: String? = nil, _ message: String) {
        self.line = line
        self.column = column
        self.key = key
        self.message = message
    }

    /// `file:line: key: message`, as editors jump to it.
    func description(in file: String) -> String {
        var place = file
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return "\(place): \(key.map { $0 + ": " } ?? "")\(message)"
    }
}

/// Everything that is wrong with a configuration file, in the order of its lines.
struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
    let file: String
    let problems: [ConfigurationProblem]
    /// What to do about them.
    let remedy: String

    init(
        file: String, _ problems: [ConfigurationProblem],
        remedy: String = "correct the file, then: workmail-sync config check"
    ) {
        self.file = file
        self.remedy = remedy
        // What has no line is about the file as a whole and comes last. The sort is stable.
        self.problems = problems.sorted { ($0.line ?? .max) < ($1.line ?? .max) }
    }

    var description: String { problems.map { $0.description(in: file) }.joined(separator: "\n") }
}
