// SPDX-License-Identifier: Apache-2.0

/// What a signature is good for: one day, one Region, one service, such as `20260314/us-east-1/ds/aws4_request`.
struct CredentialScope: Hashable {
    static let termination = "aws4_request"

    var day: String
    var region: String
    var service: String

    var text: String { "\(day)/\(region)/\(service)/\(Self.termination)" }
}
