// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// The suites that edit accounts in an organization with a directory behind it, which none of them changes: one domain
/// controller for all.
@Suite(.tags(.server), .requiresSamba, .sharedController) enum `Accounts of a directory` {}

/// The suites that need no directory at all. One after the other: each runs the program dozens of times, and tests beside
/// them measure how long something takes.
@Suite(.tags(.server), .serialized) enum `Accounts of a WorkMail directory` {}
