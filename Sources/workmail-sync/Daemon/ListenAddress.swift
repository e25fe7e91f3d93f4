// SPDX-License-Identifier: Apache-2.0

/// Where metrics and health are served: on this machine and nowhere else.
enum ListenAddress: Hashable, Sendable {
    /// A socket in the file system: an absolute path.
    case path(String)
    case loopback(host: String, port: Int)

    init(_ text: String) throws(TextFault) {
        if text.hasPrefix("/") {
            self = .path(text)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else { throw TextFault("“\(text)” is neither an absolute path nor an address such as 127.0.0.1:9464") }
        let host = String(text[..<colon])
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if host == "[::1]" {
            self = .loopback(host: "::1", port: port)
        } else if parts.count == 4, parts.first == .some(127), !parts.contains(nil) {
            self = .loopback(host: host, port: port)
        } else {
            throw TextFault(
                "“\(text)” is not on this machine: 127.0.0.1, [::1] or a socket; others come through a proxy that asks who they are"
            )
        }
    }
}
