// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// An answer before it becomes HTTP.
struct WireAnswer: Sendable {
    static let json = "application/x-amz-json-1.1"

    var status = 200
    var body: Data
    var contentType = json
    /// The error's shape; `nil` for success.
    var code: String?

    /// Success, with the JSON of the output or nothing.
    init(_ body: Data) { self.body = body }

    init(status: Int, body: String, contentType: String) {
        self.status = status
        self.body = Data(body.utf8)
        self.contentType = contentType
    }

    init(_ fault: ServiceFault) {
        status = fault.status
        code = fault.code
        let members = ErrorBody(type: fault.code, message: fault.message)
        body = (try? API.encoder.encode(members)) ?? Data("{}".utf8)
    }

    private struct ErrorBody: Encodable {
        let type: String
        let message: String

        enum CodingKeys: String, CodingKey {
            case type = "__type"
            case message = "Message"
        }
    }
}
