// SPDX-License-Identifier: Apache-2.0
public import Directory
public import WorkMail

/// One call to the mail organization that a plan intends.
public struct Change: Hashable, Sendable {
    public enum Operation: Hashable, Sendable {
        /// CreateUser: only in a WorkMail directory, where users do not appear by themselves. Disabled, not billed.
        case createUser(NewUser)
        /// RegisterToWorkMail: one more billed mailbox.
        case register(EmailAddress)
        /// DeregisterFromWorkMail.
        case deregister
        /// UpdatePrimaryEmailAddress; the old address stays as an alias.
        case updatePrimary(from: EmailAddress, to: EmailAddress)
        /// DeleteAlias: to release an address for somebody else, or a temporary one.
        case deleteAlias(EmailAddress)
    }

    /// Whom CreateUser makes: everything that the call takes.
    public struct NewUser: Hashable, Sendable {
        public var name: String
        public var displayName: String
        public var firstName: String
        public var lastName: String
    }

    public var guid: ObjectGUID
    /// Who that is, for people.
    public var label: String
    /// `nil` only for somebody whom `createUser` is about to make.
    public var entity: EntityID?
    public var operation: Operation
    /// Why, as a sentence part.
    public var reason: String
    /// The decision it comes from, as it was when the plan was made.
    public var decision: Decision?
    /// Places in the plan of the changes without whose success this one must not be tried.
    public var requires: [Int] = []

    /// The API operation's name.
    public var operationName: String {
        switch operation {
        case .createUser: "CreateUser"
        case .register: "RegisterToWorkMail"
        case .deregister: "DeregisterFromWorkMail"
        case .updatePrimary: "UpdatePrimaryEmailAddress"
        case .deleteAlias: "DeleteAlias"
        }
    }

    /// The value before, where there is one.
    public var oldValue: String? {
        switch operation {
        case .updatePrimary(let from, _): from.text
        case .deleteAlias(let alias): alias.text
        case .createUser, .register, .deregister: nil
        }
    }

    /// The value after, where there is one.
    public var newValue: String? {
        switch operation {
        case .createUser(let user): user.name
        case .register(let email): email.text
        case .updatePrimary(_, let to): to.text
        case .deregister, .deleteAlias: nil
        }
    }
}
