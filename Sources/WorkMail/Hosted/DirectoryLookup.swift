// SPDX-License-Identifier: Apache-2.0
public import AWS
import Foundation

/// Asks the service `ds` what kind of directory is behind an organization, which WorkMail itself does not tell
/// (DescribeDirectories, 2015-04-16; the permission `ds:DescribeDirectories`).
public struct DirectoryLookup: Sendable {
    let transport: any ServiceTransport

    /// What `X-Amz-Target` begins with for the service `ds`.
    public static let target = "DirectoryService_20150416"

    /// - Parameter transport: a client of the service `ds`.
    public init(_ transport: any ServiceTransport) { self.transport = transport }

    /// What came of it.
    public enum Finding: Hashable, Sendable {
        /// `type` is SimpleAD, ADConnector, MicrosoftAD or SharedMicrosoftAD; `stage` such as Active.
        case found(type: String, stage: String, name: String)
        /// The account has no such directory: it is the organization's own.
        case ownDirectory
        /// It could not be asked, and why.
        case unknown(String)
    }

    /// - Parameter directoryID: `d-` and 10 hex digits, as DescribeOrganization tells it.
    public func find(_ directoryID: String?) async throws -> Finding {
        guard let directoryID, !directoryID.isEmpty else { return .unknown("the service tells no directory id") }
        do {
            let body = try API.encoder.encode(Request(directoryIDs: [directoryID]))
            let answer = try await transport.send(ServiceCall("DescribeDirectories", body: body, isRead: true))
            let described = try API.decoder.decode(Answer.self, from: answer.body).descriptions ?? []
            guard let directory = described.first(where: { $0.id == directoryID }) else { return .ownDirectory }
            return .found(type: directory.type ?? "", stage: directory.stage ?? "", name: directory.name ?? "")
        } catch let error as ServiceError {
            if error.code == "EntityDoesNotExistException" { return .ownDirectory }
            // Who may not ask goes by the configuration; who may, and gets no answer, knows nothing.
            guard error.code.hasPrefix("AccessDenied") else { throw error }
            return .unknown("\(error)")
        } catch let error as DecodingError {
            return .unknown("the answer is not what the API promises: \(error)")
        }
    }

    private struct Request: Encodable {
        var directoryIDs: [String]

        enum CodingKeys: String, CodingKey { case directoryIDs = "DirectoryIds" }
    }

    private struct Answer: Decodable {
        struct Description: Decodable {
            var id: String?
            var name: String?
            var type: String?
            var stage: String?

            enum CodingKeys: String, CodingKey {
                case id = "DirectoryId"
                case name = "Name"
                case type = "Type"
                case stage = "Stage"
            }
        }

        var descriptions: [Description]?

        enum CodingKeys: String, CodingKey { case descriptions = "DirectoryDescriptions" }
    }
}
