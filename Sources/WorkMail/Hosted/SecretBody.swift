// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy

/// The body of a request with a password in it, which is never a `String` on the way: that could not be overwritten.
/// What is made here is overwritten at the end; the HTTP client's own copies are not ours.
final class SecretBody {
    private(set) var data: Data

    /// - Parameter member: the member that has the password; whatever `request` has there is left out.
    init<Request: WireOperation>(_ request: Request, member: String, _ password: Password?) throws {
        var object = try JSONSerialization.jsonObject(with: try API.encoder.encode(request)) as? [String: Any] ?? [:]
        object[member] = nil
        var body = try JSONSerialization.data(
            withJSONObject: object, options: [.withoutEscapingSlashes, .sortedKeys])
        guard let password else {
            data = body
            return
        }
        try Self.check(password, for: Request.name)
        body.removeLast()
        // Room for every byte as an escape, so that growing leaves no copy behind.
        body.reserveCapacity(body.count + member.utf8.count + 6 + password.withBytes { $0.count } * 6)
        body.append(contentsOf: "\(object.isEmpty ? "" : ",")\"\(member)\":\"".utf8)
        password.withBytes { bytes in
            for index in bytes.indices { Self.append(bytes[index], to: &body) }
        }
        body.append(contentsOf: "\"}".utf8)
        data = body
    }

    deinit {
        data.resetBytes(in: 0..<data.count)
    }

    /// The API's own shape, whatever the kind of directory. Its refusal of a password that breaks it has another name than
    /// that of a password that breaks the policy, and means the same.
    private static func check(_ password: Password, for operation: String) throws(MailOrganizationError) {
        var isOutside = !password.isText
        password.forEachUnicodeScalar { isOutside = isOutside || !(0x20...0xFF).contains($0.value) }
        guard isOutside || password.countOfUnicodeScalars() > 256 else { return }
        throw MailOrganizationError(
            .invalidPassword, operation: operation,
            message: "the service takes at most 256 characters of U+0020 to U+00FF in a password")
    }

    /// One byte of a JSON string (RFC 8259, section 7); those from 0x80 on are UTF-8 already.
    private static func append(_ byte: UInt8, to body: inout Data) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            body.append(UInt8(ascii: "\\"))
            body.append(byte)
        case 0..<0x20:
            body.append(contentsOf: "\\u00".utf8)
            for digit in [byte >> 4, byte & 15] {
                body.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        default: body.append(byte)
        }
    }
}
