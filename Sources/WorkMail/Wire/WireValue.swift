// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Any JSON value, for looking at a request before it becomes a type.
package enum WireValue: Decodable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// A number that is no integer.
    case number(Double)
    case string(String)
    case array([WireValue])
    case object([String: WireValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([WireValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: WireValue].self))
        }
    }
}
