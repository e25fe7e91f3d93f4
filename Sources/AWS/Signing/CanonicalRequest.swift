// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The text of a request that both sides agree upon, whatever happened to its spaces, its order and its case on the way.
///
/// "Create a signed AWS API request", step 1, in the IAM User Guide; where that leaves a choice, what botocore does.
struct CanonicalRequest {
    /// Small letters, sorted, joined with `;`.
    let signedHeaders: String
    let text: String

    /// What a proxy may change or remove, and what is therefore not signed (botocore, `SIGNED_HEADERS_BLACKLIST`).
    static let neverSigned: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
        "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// - Parameter names: which headers are signed, in small letters; all but ``neverSigned`` if not given.
    init(_ request: SignableRequest, signing names: Set<String>? = nil) {
        var values: [String: [String]] = [:]
        for field in request.headers {
            let name = field.name.lowercased()
            guard names.map({ $0.contains(name) }) ?? !Self.neverSigned.contains(name) else { continue }
            values[name, default: []].append(Self.trimmed(field.value))
        }
        let sorted = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedHeaders = sorted.joined(separator: ";")
        let headers = sorted.map { "\($0):\((values[$0] ?? []).joined(separator: ","))\n" }.joined()
        text =
            [
                request.method.uppercased(), Self.path(request.path), Self.query(request.query), headers, signedHeaders,
                Hexadecimal.text(SHA256.hash(data: request.body)),
            ].joined(separator: "\n")
    }

    /// `Trimall`: no blanks around, one space for each run of them. botocore takes every white space for a blank.
    static func trimmed(_ value: String) -> String {
        value.unicodeScalars.split { $0 == " " || (0x09...0x0D).contains($0.value) }.map(String.init)
            .joined(separator: " ")
    }

    /// Without `.`, `..` and empty segments, and encoded once more: all services but S3 do.
    static func path(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let normalized = "/" + segments.joined(separator: "/") + (path.hasSuffix("/") && !segments.isEmpty ? "/" : "")
        return PercentEncoding.text(normalized, keeping: "/")
    }

    /// Pairs in the order of their names, then of their values; a name without `=` gets one.
    static func query(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: Array(parts[0].utf8), value: Array((parts.count > 1 ? parts[1] : "").utf8))
        }
        let sorted = pairs.sorted { first, second in
            if first.name != second.name { return first.name.lexicographicallyPrecedes(second.name) }
            return first.value.lexicographicallyPrecedes(second.value)
        }
        return sorted.map { String(decoding: $0.name, as: UTF8.self) + "=" + String(decoding: $0.value, as: UTF8.self) }
            .joined(separator: "&")
    }
}
