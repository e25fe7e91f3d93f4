// SPDX-License-Identifier: Apache-2.0

/// `UriEncode` of the signature's specification, which is RFC 3986 with nothing but the unreserved characters left as they
/// are.
enum PercentEncoding {
    static func text(_ text: String, keeping kept: String = "") -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isUnreserved =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || "-_.~".unicodeScalars.contains(scalar) || kept.unicodeScalars.contains(scalar)
            result += isUnreserved ? String(scalar) : "%" + Hexadecimal.text([byte]).uppercased()
        }
        return result
    }
}
