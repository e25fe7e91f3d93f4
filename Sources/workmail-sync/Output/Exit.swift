// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// How the program ends. The numbers are documented and stay.
enum Exit: Int32, Sendable, CaseIterable {
    /// Directory and organization are in step; nothing is left to do.
    case inStep = 0
    /// It did not work, and trying again alone will not help.
    case failed = 1
    /// Changes wait for a decision.
    case waiting = 2
    /// A safety limit stopped the run before it touched any mailbox.
    case safetyLimit = 3
    /// The command line was not understood (EX_USAGE of sysexits.h).
    case usage = 64
    /// The service's configuration cannot work, so starting it again alone will not help (EX_CONFIG).
    case configuration = 78
    /// Something is busy or away just now (EX_TEMPFAIL): try again later.
    case tryAgain = 75

    /// What a command throws to end with this code and without a message.
    var code: ExitCode { ExitCode(rawValue) }
}
