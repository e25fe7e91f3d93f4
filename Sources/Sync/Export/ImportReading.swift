// SPDX-License-Identifier: Apache-2.0
public import Foundation
import WorkMail

/// A JSON export, line by line: takes the records one after the other and says at the end whether they are all there.
///
/// All of it is in memory afterwards, since an organization is restored in one transaction or not at all.
public struct ImportReading {
    private(set) var organization: ExportedOrganization?
    private(set) var groups: [ExportedGroup] = []
    private(set) var users: [ExportedUser] = []
    private(set) var people: [ExportedPerson] = []
    private var end: ExportEnd?
    private var line = 0
    private let decoder: JSONDecoder

    public init() {
        decoder = JSONDecoder()
        decoder.dateDecodingStrategy = ExportDate.decoding
    }

    /// - Parameter bytes: a line without its end.
    /// - Throws: `ImportFailure`.
    public mutating func take(_ bytes: Data) throws {
        line += 1
        let place = "line \(line)"
        guard end == nil else { throw ImportFailure("there is something after the end of the export", at: place) }
        if organization == nil { try checkFormat(bytes) }
        let record: ExportRecord
        do { record = try decoder.decode(ExportRecord.self, from: bytes) } catch {
            throw ImportFailure(
                "it is no record of an export: \(Self.words(error))", at: place,
                remedy: "is the file whole and as it was written? Make the export again")
        }
        switch record {
        case .organization(let record):
            guard organization == nil else { throw ImportFailure("a second export begins here", at: place) }
            organization = record
        case .group(let group): groups.append(group)
        case .user(let user): users.append(user)
        case .person(let person): people.append(person)
        case .end(let record): end = record
        }
        if organization == nil { throw ImportFailure("the first record is not the organization", at: place) }
    }

    /// Version and kind of file are looked at first: a later version may have records of another shape.
    private func checkFormat(_ bytes: Data) throws {
        struct Format: Decodable {
            var format: String?
            var version: Int?
        }
        let format = try? decoder.decode(Format.self, from: bytes)
        guard let format, format.format == ExportRecord.format else {
            throw ImportFailure(
                "it is no export of this program in the format json", at: "line \(line)",
                remedy: "make one: workmail-sync export --format json")
        }
        guard format.version == ExportRecord.version else {
            let version = format.version.map { "\($0)" } ?? "none"
            throw ImportFailure(
                "the format's version is \(version); this program reads \(ExportRecord.version)", at: "line \(line)",
                remedy: "use the version of the program that wrote it")
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? context.debugDescription
                : "“\(context.codingPath.map(\.stringValue).joined(separator: "."))”: \(context.debugDescription)"
        default: "\(error)"
        }
    }

    /// All of it, when it is whole.
    /// - Parameter acceptUnread: so many records that could not be read completely are accepted.
    /// - Throws: `ImportFailure`.
    public func finished(acceptUnread: Int = 0) throws -> ImportedOrganization {
        let again = "make the export again"
        guard let organization else { throw ImportFailure("it is empty", remedy: again) }
        guard let end else {
            throw ImportFailure("it ends after \(line) lines without the record “end”: it is cut off", remedy: again)
        }
        let counts = [
            ("groups", groups.count, end.groups), ("users", users.count, end.users),
            ("people", people.count, end.people),
            (
                "incomplete records", groups.count { !$0.unread.isEmpty } + users.count { !$0.unread.isEmpty },
                end.unread
            ),
        ]
        for (what, found, told) in counts where found != told {
            throw ImportFailure("it has \(found) \(what), and its end says \(told)", remedy: again)
        }
        guard end.unread <= acceptUnread else {
            let who =
                groups.filter { !$0.unread.isEmpty }.map { "\($0.name): \($0.unread.joined(separator: "; "))" }
                + users.filter { !$0.unread.isEmpty }.map { "\($0.name): \($0.unread.joined(separator: "; "))" }
            throw ImportFailure(
                "of \(end.unread) accounts not everything could be read when it was made",
                remedy: "\(again), or accept what is missing: --accept-unread \(end.unread)", details: who)
        }
        return try ImportedOrganization(
            organization, groups, users, people, isWhole: end.unread == 0, changedMeanwhile: end.changedMeanwhile)
    }
}
