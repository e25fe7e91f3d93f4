// SPDX-License-Identifier: Apache-2.0

/// A run that ended in the middle of applying, with what it had done until then: whoever asked for it has to be told.
public struct PartialRun: Error, Sendable {
    /// What was done, and what was not tried any more.
    public var applied: ApplyReport
    /// Why it ended: the organization is not to be had, the state database cannot be written, somebody interrupted it.
    public var cause: any Error
}
