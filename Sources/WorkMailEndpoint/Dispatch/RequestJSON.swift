// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// The JSON of a request. Whatever is wrong with it is `SerializationException`.
enum RequestJSON {
    /// No request of the API is deeper than 3; the limit keeps a hostile one from the parser's recursion.
    private static let deepest = 32

    /// One JSON object; no bytes at all stand for an empty one.
    static func value(of bytes: Data) throws(ServiceFault) -> WireValue {
        guard !bytes.isEmpty else { return .object([:]) }
        guard depth(of: bytes) <= deepest else { throw .serialization("The request is nested too deeply.") }
        guard let value = try? API.decoder.decode(WireValue.self, from: bytes) else {
            throw .serialization("The request is not JSON.")
        }
        guard case .object = value else { throw .serialization("The request must be an object.") }
        return value
    }

    /// After the shapes were checked this fails only where the shapes say less than the type.
    static func decode<Operation: WireOperation>(
        _ operation: Operation.Type, from bytes: Data
    ) throws(ServiceFault) -> Operation {
        do {
            return try API.decoder.decode(operation, from: bytes.isEmpty ? Data("{}".utf8) : bytes)
        } catch {
            throw .serialization("The request is not one of \(Operation.name).")
        }
    }

    /// How many arrays and objects are around the innermost one.
    static func depth(of bytes: Data) -> Int {
        var (depth, deepest) = (0, 0)
        var (isInString, isEscaped) = (false, false)
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
