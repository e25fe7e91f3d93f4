// SPDX-License-Identifier: Apache-2.0
public import Directory
public import WorkMail

/// One call to the mail organization that a plan intends.
public struct Change: Hashable, Sendable {
    /// Whom CreateUser makes: everything that the call takes, but the password.
    public struct NewUser: Hashable, Sendable {
        public var name: String
        public var displayName: String
        public var firstName: String
        public var lastName: String

        public init(name: String, displayName: String, firstName: String = "", lastName: String = "") {
            self.name = name
            self.displayName = displayName
            self.firstName = firstName
            self.lastName = lastName
        }
    }

    /// The person; `nil` for somebody whom only the organization has.
    public var guid: ObjectGUID?
    /// Who that is, for people.
    public var label: String
    /// `nil` only for somebody whom `createUser` is about to make.
    public var entity: EntityID?
    public var operation: Operation
    /// Why, as a sentence part.
    public var reason: String
    /// The decision it comes from, as it was when the plan was made. Whoever edits by hand decides with the edit itself.
    public var decision: Decision?
    /// On whose word it is done, where it is not on a decision's: whoever edits by hand, or `sync`.
    public var actor: String?
    /// Places in the plan of the changes without whose success this one must not be tried.
    public var requires: [Int] = []

    public init(
        guid: ObjectGUID?, label: String, entity: EntityID?, operation: Operation, reason: String,
        decision: Decision? = nil, actor: String? = nil, requires: [Int] = []
    ) {
        self.guid = guid
        self.label = label
        self.entity = entity
        self.operation = operation
        self.reason = reason
        self.decision = decision
        self.actor = actor
        self.requires = requires
    }

    /// The API operation's name.
    public var operationName: String { operation.name }
    /// The value before, where there is one.
    public var oldValue: String? { operation.values.old }
    /// The value after, where there is one.
    public var newValue: String? { operation.values.new }
}
