// SPDX-License-Identifier: Apache-2.0

/// What happens in the life of a company, in its directory and at its administrator's.
enum LifeEvent: String, CaseIterable, Sendable {
    case joins, joinsWithoutMail
    case movesWithinScope, movesOutOfScope, movesBack, unitMoves, unitIsRenamed
    case isRenamed, getsAnotherAddress, takesAnothersAddress, claimsAnothersAddress, losesMail, getsMail
    case detailsChange
    case isSwitchedOff, isSwitchedOn, expiresLater, expiresNever
    case isDeleted, isRestored, isMadeAgain
    case leavesGroup, joinsGroup
    case isApproved, isApprovedWithAddress, isRejected, getsAlias, isDisabledByAdministrator
    case programIsEnded, fullReadIsAsked

    /// How often, beside the others.
    private var weight: Int {
        switch self {
        case .joins: 8
        case .isApproved: 9
        case .isSwitchedOff, .isSwitchedOn, .getsAnotherAddress, .takesAnothersAddress, .isDeleted, .getsMail: 4
        case .isRenamed, .movesWithinScope, .movesOutOfScope, .movesBack, .joinsGroup, .expiresLater, .detailsChange,
            .isRestored, .unitMoves, .programIsEnded:
            3
        case .joinsWithoutMail, .leavesGroup, .claimsAnothersAddress, .losesMail, .expiresNever, .isMadeAgain,
            .getsAlias,
            .isRejected, .isApprovedWithAddress:
            2
        case .unitIsRenamed, .isDisabledByAdministrator, .fullReadIsAsked: 1
        }
    }

    static let weighted = allCases.flatMap { Array(repeating: $0, count: $0.weight) }
}
