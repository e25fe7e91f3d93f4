// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// The suites that edit accounts in an organization with a directory behind it, which none of them changes: one domain
/// controller for all.
@Suite(.tags(.server), .requiresSamba, .sharedController) enum `Accounts of a directory` {}
