// SPDX-License-Identifier: Apache-2.0
import Configuration

/// The value of every key that has one, and where it comes from.
struct ConfigurationValues: Sendable {
    struct Entry: Sendable {
        var content: ConfigContent
        /// Where the file says so; absent for a default.
        var line: Int?
        /// The lines of a list's elements.
        var elementLines: [Int] = []
    }

    private var entries: [String: Entry] = [:]

    /// Every default, and nothing else.
    init() {
        for key in ConfigurationKey.all {
            if case .value(let content) = key.fallback { entries[key.path] = Entry(content: content) }
        }
    }

    subscript(key: ConfigurationKey) -> Entry? {
        get { entries[key.path] }
        set { entries[key.path] = newValue }
    }

    func line(_ key: ConfigurationKey) -> Int? { self[key]?.line }

    func text(_ key: ConfigurationKey) -> String? {
        if case .string(let text)? = self[key]?.content { text } else { nil }
    }

    func number(_ key: ConfigurationKey) -> Int? {
        if case .int(let number)? = self[key]?.content { number } else { nil }
    }

    func isOn(_ key: ConfigurationKey) -> Bool { self[key]?.content == .bool(true) }

    func texts(_ key: ConfigurationKey) -> [String] {
        if case .stringArray(let texts)? = self[key]?.content { texts } else { [] }
    }

    /// The list's elements, each with the line it is on (the default's have none).
    func elements(_ key: ConfigurationKey) -> [(text: String, line: Int?)] {
        let lines = self[key]?.elementLines ?? []
        return texts(key).enumerated().map { ($1, lines.indices.contains($0) ? lines[$0] : line(key)) }
    }

    /// The same values behind the library's reader, from which the sections of `Settings` are read.
    var reader: ConfigReader {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in ConfigurationKey.all {
            guard let entry = self[key] else { continue }
            values[AbsoluteConfigKey([key.section, key.name])] = ConfigValue(entry.content, isSecret: key.isSecret)
        }
        return ConfigReader(provider: InMemoryProvider(name: "configuration file", values: values))
    }
}
