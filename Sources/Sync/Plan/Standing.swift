// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
public import WorkMail

/// Where a user stands before anybody has decided: a candidate, or excluded for a reason.
public struct Standing: Hashable, Sendable {
    /// `nil` for a candidate.
    public var exclusion: Exclusion?
    /// What exactly: the subtree, the date, the address that was tried.
    public var detail: String?
    /// The address that the directory means, also for somebody whose account is switched off.
    public var address: EmailAddress?

    public var isCandidate: Bool { exclusion == nil }

    /// The reason as a sentence part; `nil` for a candidate.
    public var reason: String? {
        exclusion.map { exclusion in detail.map { "\(exclusion.clause) (\($0))" } ?? exclusion.clause }
    }

    public init(exclusion: Exclusion? = nil, detail: String? = nil, address: EmailAddress? = nil) {
        self.exclusion = exclusion
        self.detail = detail
        self.address = address
    }
}

/// Decides where a user stands. Pure: the moment and the organization's domains are given.
public struct StandingJudge: Sendable {
    private let addresses: AddressSelection
    private let now: Date

    public init(templates: [AddressTemplate], domains: [MailDomain], now: Date) {
        addresses = AddressSelection(
            templates: templates,
            domains: Dictionary(domains.map { ($0.name, $0.isVerified) }, uniquingKeysWith: { $0 || $1 }))
        self.now = now
    }

    /// In this order, so that the most fundamental reason is the one that is named: what it is, where it is, what state
    /// it is in, which address it has.
    public func standing(
        of user: DirectoryUser, scope: ScopeVerdict, faults: [DirectoryIssue] = []
    ) -> Standing {
        if let exclusion = Exclusion(kind: user.kind) { return Standing(exclusion: exclusion) }
        switch scope {
        case .inside: break
        case .outsideBases: return Standing(exclusion: .outsideBases)
        case .excludedSubtree(let dn): return Standing(exclusion: .excludedSubtree, detail: dn)
        case .notMatchingFilter: return Standing(exclusion: .notMatchingFilter)
        case .notInGroups: return Standing(exclusion: .notInGroups)
        }
        let outcome = addresses.choose(for: user)
        var address: EmailAddress?
        if case .address(let chosen) = outcome { address = chosen }
        if user.isDisabled { return Standing(exclusion: .disabledInDirectory, address: address) }
        if let date = user.accountExpires.date, date <= now {
            return Standing(
                exclusion: .expired, detail: "on \(date.formatted(.iso8601.year().month().day()))", address: address)
        }
        if let fault = faults.first {
            return Standing(exclusion: .unreadable, detail: "\(fault.attribute) \(fault.problem)")
        }
        if case .excluded(let exclusion, let detail) = outcome { return Standing(exclusion: exclusion, detail: detail) }
        return Standing(address: address)
    }

    /// Whether the service takes this text as an address in this organization, and if not, why: for an address that an
    /// administrator typed.
    public func check(address text: String) -> Result<EmailAddress, AddressRefusal> {
        switch addresses.judge(text) {
        case .address(let address): .success(address)
        case .excluded(_, let detail): .failure(AddressRefusal(description: detail))
        }
    }
}

/// Why an address cannot be used in this organization, as text.
public struct AddressRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}
