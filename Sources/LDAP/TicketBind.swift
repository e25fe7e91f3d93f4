// SPDX-License-Identifier: Apache-2.0

/// How far a bind with a Kerberos ticket has come.
@safe struct TicketBind {
    /// libldap's own note between two steps: its static name of the mechanism, or null once our side has finished.
    var mechanism: UnsafePointer<CChar>?
    /// What the server answers to.
    var messageID: Int32 = 0
    var isComplete = false

    init() { unsafe mechanism = nil }
}
