// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation

/// Where notices are posted, for example `https://chat.example.com/hooks/workmail`. Path and query are the server's matter.
struct WebhookURL: Hashable, Sendable {
    let url: URL

    /// - Throws: what is wrong with the text, of which only the host is repeated: the path of a webhook often is its secret.
    init(_ text: String) throws(TextFault) {
        guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = components.host, !host.isEmpty, let url = components.url,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw TextFault("is no URL such as https://chat.example.com/hooks/workmail") }
        guard components.user == nil, components.password == nil else {
            throw TextFault("holds a user name; a token belongs into webhook_token_file")
        }
        guard components.fragment == nil else { throw TextFault("has a part after #, which no server gets") }
        guard scheme == "https" || Endpoint.isLoopback(host) else {
            throw TextFault("would send names in clear text to \(host.printable); use https://, or a loopback address")
        }
        self.url = url
    }
}
