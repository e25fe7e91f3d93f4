// SPDX-License-Identifier: Apache-2.0
public import Foundation
import Synchronization
public import WorkMail

/// A clock that stands until it is moved.
public final class MovableClock: Sendable {
    private let moment = Mutex(Date(timeIntervalSince1970: 1_780_000_000))

    public init() {}

    public var now: Date { moment.withLock { $0 } }

    public func advance(by duration: Duration) {
        moment.withLock { $0 += Double(duration.components.seconds) }
    }
}

/// A folder of its own for an embedded organization, removed at the end of the test.
public struct EmbeddedFixture: Sendable {
    public let folder: URL
    public let clock = MovableClock()
    public var settings: EmbeddedSettings

    public var file: String { folder.appending(path: "organization.db").path }

    /// Opens the organization; again and again gives connections of their own to the one file.
    public func open() throws -> EmbeddedOrganization {
        let clock = clock
        return try EmbeddedOrganization(file: file, settings: settings) { clock.now }
    }

    /// Size in bytes of the database's file, or of `-wal` or `-shm` beside it.
    public func size(_ suffix: String) throws -> Int? {
        try (FileManager.default.attributesOfItem(atPath: file + suffix)[.size] as? NSNumber)?.intValue
    }

    public func mode(_ suffix: String) throws -> Int? {
        try (FileManager.default.attributesOfItem(atPath: file + suffix)[.posixPermissions] as? NSNumber)?.intValue
    }

    public static func with<R>(
        _ kind: EmbeddedSettings.DirectoryKind = .directoryBacked, _ body: (EmbeddedFixture) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "embedded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let domains = [("example.com", true), ("example.org", true), ("unverified.example.net", false)]
        let settings = EmbeddedSettings(
            alias: "example", domains: domains.map { MailDomain(name: $0.0, isDefault: false, isVerified: $0.1) },
            directoryKind: kind)
        return try await body(EmbeddedFixture(folder: folder, settings: settings))
    }

    /// The organization with what the contract needs beside it.
    /// - Parameter client: what the contract is checked on; without one, the organization itself.
    public func contractSubject(through client: (any MailOrganization)? = nil) throws -> ContractSubject {
        let organization = try open()
        var controls =
            switch settings.directoryKind {
            case .workMail:
                ContractControls(
                    writesUsers: true,
                    addUser: { name, displayName in
                        try await organization.createUser(
                            name: name, displayName: displayName, firstName: "", lastName: "", password: nil)
                    }, removeUser: { try await organization.deleteUser($0) },
                    addGroup: { try await organization.createGroup(name: $0) },
                    removeGroup: { try await organization.deleteGroup($0) })
            case .directoryBacked:
                ContractControls(
                    writesUsers: false,
                    addUser: { try await organization.directoryHolds($0, displayName: $1) },
                    removeUser: { try await organization.directoryLost([$0]) },
                    addGroup: { try await organization.directoryHolds(group: $0) },
                    removeGroup: { try await organization.directoryLost([$0]) })
            }
        controls.fillMailbox = { try await organization.mailboxHolds($0, megabytes: $1) }
        controls.verifies = { try await organization.verifies($0, of: $1) }
        if settings.directoryKind == .directoryBacked {
            controls.setMembers = { id, members in
                let name = try await organization.describeGroup(id).name
                try await organization.directoryHolds(groups: [.init(id: id, name: name, members: members)])
            }
            controls.addSystemUser = { try await organization.directoryHolds($0, displayName: "", role: .systemUser) }
        }
        controls.unverifiedDomain = "unverified.example.net"
        let clock = clock
        controls.advance = { clock.advance(by: $0) }
        return ContractSubject(organization: client ?? organization, controls: controls)
    }
}

extension EmbeddedOrganization {
    /// The directory holds a person of that name; the id is made up unless given.
    @discardableResult
    public func directoryHolds(
        _ name: String, displayName: String = "Somebody", id: EntityID? = nil, role: UserRole = .user
    ) async throws -> EntityID {
        let id = id ?? EntityID("S-1-5-21-1-2-3-\(UInt32.random(in: 1000...UInt32.max))")
        try await directoryHolds([.person(id, name, displayName: displayName, role: role)])
        return id
    }

    /// The directory holds a group of that name.
    @discardableResult
    public func directoryHolds(group name: String, id: EntityID? = nil) async throws -> EntityID {
        let id = id ?? EntityID("S-1-5-21-1-2-3-\(UInt32.random(in: 1000...UInt32.max))")
        try await directoryHolds(groups: [DirectorySourcedGroup(id: id, name: name)])
        return id
    }
}

extension DirectorySourcedUser {
    public static func person(
        _ id: EntityID, _ name: String, displayName: String = "Somebody", role: UserRole = .user
    ) -> DirectorySourcedUser {
        var profile = MailProfile()
        profile.displayName = displayName
        return DirectorySourcedUser(id: id, name: name, role: role, profile: profile)
    }
}
