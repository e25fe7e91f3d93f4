// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A request as it is sent.
struct HTTPExchange: Sendable {
    var method: String
    var url: URL
    var headers: [HTTPField]
    var body = Data()
}

/// What a server answered, whole.
struct HTTPReply: Sendable {
    var status: Int
    var headers: [HTTPField]
    var body: Data

    func header(_ name: String) -> String? { headers.first(name) }

    /// The beginning of the body as one line of plain text, for a message about an answer that is not understood.
    var beginning: String {
        let text = String(decoding: body.prefix(400), as: UTF8.self)
        let plain = text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? Character($0) : " " }
        return String(CanonicalRequest.trimmed(String(plain)).prefix(80))
    }
}
