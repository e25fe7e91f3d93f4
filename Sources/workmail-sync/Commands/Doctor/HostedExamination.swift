// SPDX-License-Identifier: Apache-2.0
import AWS
import Directory
import Foundation
import Sync
import WorkMail

/// What `doctor` finds about the hosted service: from the credentials to the rows that are joined.
struct HostedExamination {
    let service: HostedService
    let assembly: SyncAssembly

    func run() async throws -> [Finding] {
        var findings = [Self.endOfService(at: Date())]
        let connection: HostedService.Connection
        do { connection = try service.connection() } catch {
            return findings + [Finding("service", FailureReport.failure(error))]
        }
        findings.append(
            Finding(
                "service", .ok,
                "\(connection.location.endpoint.absoluteString) in \(connection.location.region) "
                    + "(\(connection.location.source))"))
        do { findings.append(Self.credentials(try await connection.credentials.current(), at: Date())) } catch {
            return findings + [Finding("credentials", FailureReport.failure(error))]
        }
        // Each by itself: what may not be read is what the next one finds out.
        do { findings += Self.agreement(try await .ask(service, assembly.ownership.facts)) } catch {
            findings.append(Finding("organization", FailureReport.failure(error)))
        }
        let organization = try service.organization()
        let checks: [(String, (HostedOrganization) async throws -> Finding)] = [
            ("domains", { try await OrganizationExamination.domains(of: $0) }), ("permissions", permissions),
            ("joining", join),
        ]
        for (name, check) in checks {
            do { findings.append(try await check(organization)) } catch {
                findings.append(Finding(name, FailureReport.failure(error)))
            }
        }
        let offset = await connection.client.clockOffsetSeconds
        if offset != 0 {
            findings.append(
                Finding(
                    "service clock", .warning,
                    "this machine's is \(Int(-offset)) s off the service's, which is taken into account",
                    fix: "keep the clock in step: timedatectl set-ntp true"))
        }
        return findings
    }

    static func endOfService(at now: Date) -> Finding {
        Finding(
            "end of service", .warning,
            "Amazon ends WorkMail on \(EndOfService.words), in \(EndOfService.daysLeft(at: now).counted("day"))",
            fix:
                "workmail-sync export --format json --to FILE keeps every account; workmail-sync mailbox-export, the mail"
        )
    }

    private static func credentials(_ credentials: AWSCredentials, at now: Date) -> Finding {
        let text = "\(credentials.accessKeyID) from \(credentials.source)"
        guard let end = credentials.expiration else {
            return Finding("credentials", .ok, "\(text), which do not expire")
        }
        let minutes = Int(end.timeIntervalSince(now) / 60)
        return minutes > 0
            ? Finding("credentials", .ok, "\(text), until \(end.formatted(.iso8601)) (\(minutes.counted("minute")))")
            : Finding("credentials", .failed, "\(text), expired", fix: "renew them at their source")
    }

    private static func agreement(_ agreement: ServiceAgreement) -> [Finding] {
        let organization = agreement.organization
        let directory =
            switch agreement.directory {
            case .found(let type, let stage, let name): Finding("directory kind", .ok, "\(type) \(name), \(stage)")
            case .ownDirectory: Finding("directory kind", .ok, "a WorkMail directory: not one of the account's own")
            case .unknown(let why):
                Finding(
                    "directory kind", .warning, "taken from the configuration, since it could not be asked: \(why)",
                    fix: "allow ds:DescribeDirectories; see workmail-sync doctor --iam-policy")
            }
        return [
            agreement.stateObjection.map { Finding("organization", $0) }
                ?? Finding("organization", .ok, "\(organization.alias) (\(organization.id)), \(organization.state)"),
            agreement.directoryObjection.map { Finding("directory kind", $0) } ?? directory,
        ] + [agreement.interoperabilityObjection.map { Finding("interoperability", $0) }].compactMap(\.self)
    }

    private func permissions(_ organization: HostedOrganization) async throws -> Finding {
        let refused = try await PermissionProbe(organization).refused().map(\.operation)
        return refused.isEmpty
            ? Finding(
                "permissions", .ok,
                "every operation that reads or writes is allowed; creating and deleting were not tried")
            : Finding(
                "permissions", .failed, "not allowed: \(refused.map { "workmail:\($0)" }.joined(separator: ", "))",
                fix: "workmail-sync doctor --iam-policy prints the policy to attach")
    }

    /// How many rows of the organization have the objectSid of somebody whom the mirror knows.
    private func join(_ organization: HostedOrganization) async throws -> Finding {
        var (rows, withSID, joined) = (0, 0, 0)
        let store =
            FileManager.default.fileExists(atPath: assembly.settings.state.file) ? try assembly.store() : nil
        let linked = Set(try await store?.links().values.map(\.self) ?? [])
        try await organization.forEachUser { users in
            let people = users.filter { $0.role == .user && $0.state != .deleted }
            rows += people.count
            let sids = people.map(\.id).filter(\.isSID)
            withSID += sids.count
            let known = Set(try await store?.people(withSIDs: sids).map { EntityID($0.user.sid.description) } ?? [])
            joined += people.count { known.contains($0.id) || linked.contains($0.id) }
        }
        let text =
            "\(rows.counted("user")) listed, \(withSID) with a SID for an id, \(joined) joined with the directory"
        guard assembly.ownership.facts.directoryKind.isDirectoryBacked, store != nil, rows > 0, joined * 2 < rows else {
            return Finding("joining", .ok, text)
        }
        return Finding(
            "joining", .warning, text,
            fix:
                "run workmail-sync sync once; if it stays so, scope and domain are perhaps not those of the organization"
        )
    }
}
