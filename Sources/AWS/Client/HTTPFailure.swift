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
        case let error as NIOSSLError:
            words = wasSent ? "the connection was closed" : "TLS failed (\(Self.short(error)))"
        default: words = Self.short(error)
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

    /// One line, since it becomes part of a sentence.
    private static func short(_ error: any Error) -> String {
        String(String(describing: error).split(separator: "\n").joined(separator: " ").prefix(160))
    }
}
