// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// What `doctor` finds about the mail organization, whichever it is.
struct OrganizationExamination {
    let assembly: SyncAssembly

    func run() async -> [Finding] {
        do {
            if let hosted = assembly.hosted {
                return try await HostedExamination(service: hosted, assembly: assembly).run()
            }
            // A copy where there is nothing yet: looking must not make the organization.
            let organization: any MailOrganization =
                FileManager.default.fileExists(atPath: assembly.settings.organization.file)
                ? try assembly.organization() : try await assembly.scratchOrganization()
            let described = try await organization.describeOrganization()
            let agreement = ServiceAgreement(
                organization: described, directory: .unknown("an embedded organization has none"),
                kind: assembly.ownership.facts.directoryKind,
                isInteroperable: assembly.settings.organization.isInteroperable)
            let place = "the embedded one in \(assembly.settings.organization.file)"
            return [
                agreement.stateObjection.map { Finding("organization", $0) }
                    ?? Finding("organization", .ok, "\(described.alias), \(described.state), \(place)"),
                try await Self.domains(of: organization),
            ] + [agreement.interoperabilityObjection.map { Finding("interoperability", $0) }].compactMap(\.self)
        } catch {
            return [Finding("organization", FailureReport.failure(error))]
        }
    }

    static func domains(of organization: any MailOrganization) async throws -> Finding {
        let domains = try await organization.mailDomains()
        let unverified = domains.filter { !$0.isVerified }.map(\.name)
        return unverified.isEmpty
            ? Finding("domains", .ok, domains.map(\.name).joined(separator: ", "))
            : Finding(
                "domains", .warning, "not verified: \(unverified.joined(separator: ", "))",
                fix: "nobody can be enabled with an address there: verify them, or put them into organization.domains")
    }
}

extension Finding {
    /// A check that failed.
    init(_ check: String, _ failure: CommandFailure) {
        self.init(check, .failed, "\(failure.thing): \(failure.cause)", fix: failure.remedy)
    }
}
