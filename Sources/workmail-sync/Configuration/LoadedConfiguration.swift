// SPDX-License-Identifier: Apache-2.0
import Configuration
import Foundation

/// A configuration file that was read and found sound.
struct LoadedConfiguration: Sendable {
    /// The path as it was given.
    let file: String
    let settings: Settings
    /// Every value with its line, for `config show`.
    let values: ConfigurationValues
    /// What is probably not meant, but does no harm.
    let warnings: [ConfigurationProblem]

    /// - Throws: everything that is wrong with the text, at once.
    init(text: String, file: String) throws(ConfigurationProblems) {
        let parser = ConfigurationParser(text)
        guard parser.hasSections else { throw ConfigurationProblems(file: file, parser.problems) }
        let rules = ConfigurationRules(parser.values, unreadable: parser.unreadable)
        let problems = parser.problems + rules.problems
        guard problems.isEmpty else { throw ConfigurationProblems(file: file, problems) }
        do {
            settings = try Settings(reader: parser.values.reader)
        } catch {
            throw ConfigurationProblems(file: file, [ConfigurationProblem("\(error)")])
        }
        self.file = file
        values = parser.values
        warnings = rules.warnings
    }

    /// Reads the file.
    /// - Throws: also when the file cannot be read or is no text.
    init(file: String) throws(ConfigurationProblems) {
        let (text, warnings) = try ConfigurationFile.read(file)
        let sound = try LoadedConfiguration(text: text, file: file)
        self.file = file
        settings = sound.settings
        values = sound.values
        self.warnings = warnings + sound.warnings
    }
}
