// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// Whether the hosted organization is what the configuration says. Who owns which field follows from the configuration, so
/// that a refusal needs no call; where the service says otherwise, nothing may be written.
struct ServiceAgreement: Sendable {
    var organization: Organization
    var directory: DirectoryLookup.Finding
    var kind: PlanningRules.DirectoryKind
    /// As configured.
    var isInteroperable: Bool

    static func ask(_ service: HostedService, _ facts: OwnershipFacts) async throws -> ServiceAgreement {
        let organization = try await service.organization().describeOrganization()
        return ServiceAgreement(
            organization: organization, directory: try await service.directoryLookup().find(organization.directoryID),
            kind: facts.directoryKind, isInteroperable: facts.isInteroperable)
    }

    /// Why nothing may be written now; empty when all is well.
    var objections: [CommandFailure] {
        [stateObjection, directoryObjection, interoperabilityObjection].compactMap(\.self)
    }

    var stateObjection: CommandFailure? {
        guard !organization.isActive else { return nil }
        return CommandFailure(
            "organization", "its state is “\(organization.state.printable)”, and only Active takes changes",
            remedy: "look at it in the console of the service; the next run tries again", exit: .tryAgain)
    }

    var directoryObjection: CommandFailure? {
        let found: PlanningRules.DirectoryKind
        switch directory {
        case .unknown: return nil
        case .ownDirectory: found = .workmail
        case .found(let type, let stage, let name):
            switch type {
            case "SimpleAD": found = .simpleAD
            case "ADConnector": found = .adConnector
            case "MicrosoftAD": found = .managedAD
            default:
                return CommandFailure(
                    "directory", "\(name.printable) is of the type \(type.printable), which WorkMail does not support",
                    remedy: "see the service's guide; nothing is written to such an organization")
            }
            guard stage == "Active" || stage == "Updating" else {
                return CommandFailure(
                    "directory", "\(name.printable) is in the stage \(stage.printable)",
                    remedy: "look at it in the console of the directory service; the next run tries again",
                    exit: .tryAgain)
            }
        }
        guard found != kind else { return nil }
        return CommandFailure(
            "directory.kind", "the configuration says \(kind.rawValue), the service \(found.rawValue)",
            remedy:
                "set directory.kind: \(found.rawValue), and read workmail-sync ownership: other fields are ours then")
    }

    var interoperabilityObjection: CommandFailure? {
        guard organization.interoperabilityEnabled != isInteroperable else { return nil }
        return CommandFailure(
            "organization.interoperability",
            "the configuration says \(isInteroperable), the service \(organization.interoperabilityEnabled)",
            remedy: "set organization.interoperability: \(organization.interoperabilityEnabled)")
    }
}

/// When Amazon ends the service: 2027-03-31, as it announced.
enum EndOfService {
    static let date = Date(timeIntervalSince1970: 1_806_451_200)
    static let words = "2027-03-31"

    /// Whole days, rounded up; 0 when it is over.
    static func daysLeft(at now: Date) -> Int { max(0, Int((date.timeIntervalSince(now) / 86_400).rounded(.up))) }
}
