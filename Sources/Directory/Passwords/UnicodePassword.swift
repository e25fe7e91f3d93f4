// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// A password as the attribute `unicodePwd` takes it: in quotation marks, in UTF-16 with the low byte first
/// ([MS-ADTS] 3.1.1.3.1.5.1). Its bytes are overwritten when the last copy goes.
enum UnicodePassword {
    /// `nil` for bytes that are not UTF-8, since nobody could say what they would become.
    static func encoded(_ password: Password) -> Secret? {
        guard password.isText else { return nil }
        var units = 2
        password.forEachUnicodeScalar { units += UTF16.width($0) }
        var bytes: [UInt8] = []
        // Once and for all: growing would leave a copy behind.
        bytes.reserveCapacity(2 * units)
        append("\"", to: &bytes)
        password.forEachUnicodeScalar { append($0, to: &bytes) }
        append("\"", to: &bytes)
        // Not kept here, so that the secret has the only one.
        return Secret(bytes)
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        for unit in scalar.utf16 {
            bytes.append(UInt8(unit & 0xFF))
            bytes.append(UInt8(unit >> 8))
        }
    }
}
