// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation

/// A request as it arrived, of which nothing is believed yet.
struct ReceivedCall: Sendable {
    var request: SignableRequest
    /// `X-Amz-Target`, such as `WorkMailService.ListUsers`.
    var target: String?

    var body: Data { request.body }

    /// The operation's name for a log: printable and short, whatever was sent.
    var operation: String {
        let name = target?.split(separator: ".").last ?? "?"
        return String(String.UnicodeScalarView(name.unicodeScalars.prefix(64).filter { ("!"..."~").contains($0) }))
    }
}
