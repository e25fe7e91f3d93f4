// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL

/// No answer was had.
struct HTTPFailure: Error {
    /// What happened, for people.
    var words: String
    /// The request was handed to a connection: nobody knows whether the server had it.
    var wasSent: Bool
    var isTimeout = false
    /// The answer was longer than any that is expected; the next one would be, too.
    var isOversized = false

    init(words: String, wasSent: Bool, isTimeout: Bool = false) {
        self.words = words
        self.wasSent = wasSent
        self.isTimeout = isTimeout
    }

    init(_ error: any Error, wasSent: Bool) {
        self.wasSent = wasSent
        switch error {
        case let error as DeadlinePassed:
            isTimeout = true
            words = (wasSent ? "no answer within " : "no connection within ") + "\(error.seconds) s"
        case is NIOTooManyBytesError:
            isOversized = true
            words = "the answer has more than \(HTTPTransport.answerLimit >> 20) MiB"
        case let error as HTTPClientError: (words, isTimeout) = Self.words(error)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            words = "TLS failed (the certificate is for another name)"
        default: words = Self.words(error)
        }
    }

    private static func words(_ error: HTTPClientError) -> (String, Bool) {
        switch error {
        case .connectTimeout: ("the connection was not established in time", true)
        case .tlsHandshakeTimeout: ("the TLS handshake was not done in time", true)
        case .httpProxyHandshakeTimeout: ("the proxy did not connect in time", true)
        case .readTimeout, .writeTimeout, .deadlineExceeded: ("no answer in time", true)
        case .remoteConnectionClosed: ("the connection was closed before the answer was complete", false)
        case .proxyAuthenticationRequired: ("the proxy demands a user name and a password (HTTPS_PROXY)", false)
        case .invalidProxyResponse: ("the proxy refused the connection (HTTPS_PROXY)", false)
        default: (error.shortDescription, false)
        }
    }

    /// Errors of NIO and BoringSSL are for programmers: what people know of them is in the middle.
    private static func words(_ error: any Error) -> String {
        let text = String(describing: error).split(separator: "\n").joined(separator: " ")
        if let match = text.firstMatch(of: /OPENSSL_internal:([A-Z0-9_]+)/) {
            return "TLS failed (\(match.1.lowercased().replacing("_", with: " ")))"
        }
        if let match = text.firstMatch(of: /: ([A-Z][^:()]*)\)? \(errno: [0-9]+\)/) { return match.1.lowercased() }
        if text.contains("unknown(host:") || text.contains("DNS error") { return "the name of the host is not known" }
        if error is NIOSSLError { return "TLS failed (\(text.prefix(160)))" }
        return String(text.prefix(160))
    }
}
