// SPDX-License-Identifier: Apache-2.0
import Configuration
import Foundation

extension ConfigurationKey {
    /// The value as it may be shown: of a webhook only the host, since whoever knows the rest may post there.
    fileprivate func shown(_ content: ConfigContent) -> ConfigContent {
        guard case .text(.webhookURL) = kind, case .string(let text) = content,
            let url = (try? WebhookURL(text))?.url, let host = url.host()
        else { return content }
        return .string("\(url.scheme ?? "https")://\(host)\(url.port.map { ":\($0)" } ?? "")/…")
    }
}

/// One key with the value that holds. A secret is only ever present as the name of where it is.
struct EffectiveSetting: Encodable, Sendable {
    /// For example `directory.page_size`.
    let key: String
    /// Absent when the key does not apply.
    let value: ConfigContent?
    /// Where the file says so; absent for a default.
    let line: Int?
    let isSecret: Bool

    init(_ key: ConfigurationKey, _ entry: ConfigurationValues.Entry?) {
        self.key = key.path
        value = entry.map { key.shown($0.content) }
        line = entry?.line
        isSecret = key.isSecret
    }

    /// For people.
    var shown: String { value?.shown ?? "" }
    var origin: String { line.map { "line \($0)" } ?? (value == nil ? "not set" : "default") }

    private enum CodingKeys: String, CodingKey { case key, value, line, origin }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .key)
        try container.encode(line == nil ? (value == nil ? "not set" : "default") : "file", forKey: .origin)
        try container.encodeIfPresent(line, forKey: .line)
        switch value {
        case .string(let text)?: try container.encode(text, forKey: .value)
        case .int(let number)?: try container.encode(number, forKey: .value)
        case .double(let number)?: try container.encode(number, forKey: .value)
        case .bool(let flag)?: try container.encode(flag, forKey: .value)
        case .stringArray(let texts)?: try container.encode(texts, forKey: .value)
        default: try container.encodeNil(forKey: .value)
        }
    }
}
