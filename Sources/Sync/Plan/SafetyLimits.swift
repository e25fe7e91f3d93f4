// SPDX-License-Identifier: Apache-2.0

/// How much may happen in one run before it stops and asks. A number and a share, of which the smaller counts, and there
/// is no size below which they sleep.
public struct SafetyLimits: Hashable, Sendable {
    /// Mailboxes disabled without an administrator's decision on each.
    public var maxDisables: Int
    /// The same as a share of the enabled mailboxes, in percent.
    public var maxDisablesPercent: Double
    /// People whom a complete read no longer shows.
    public var maxMissing: Int
    /// The same as a share of the people known, in percent.
    public var maxMissingPercent: Double
    /// Mailboxes enabled: each is billed.
    public var maxEnables: Int

    public init(
        maxDisables: Int = 10, maxDisablesPercent: Double = 5, maxMissing: Int = 10, maxMissingPercent: Double = 5,
        maxEnables: Int = 100
    ) {
        self.maxDisables = maxDisables
        self.maxDisablesPercent = maxDisablesPercent
        self.maxMissing = maxMissing
        self.maxMissingPercent = maxMissingPercent
        self.maxEnables = maxEnables
    }

    /// How many of `total` may go missing. A share that rounds to none still allows one: a single leaver of ten is no
    /// disaster, and two are worth a question.
    package func allowedMissing(of total: Int) -> Int { Self.allowed(maxMissing, maxMissingPercent, of: total) }
    package func allowedDisables(of total: Int) -> Int { Self.allowed(maxDisables, maxDisablesPercent, of: total) }

    /// Never all of them: where there is one, even that one is worth a question.
    private static func allowed(_ count: Int, _ percent: Double, of total: Int) -> Int {
        max(0, min(count, Int((Double(total) * percent / 100).rounded(.up)), total - 1))
    }
}

/// What an administrator accepted for this one run, after a safety stop named the number.
public struct AcceptedRisks: Hashable, Sendable {
    public var missing: Int?
    public var disables: Int?
    public var enables: Int?
    /// What is left of that when a part of it was used up by a run before this one.
    public var left = Left()

    /// It counts beside what a run may do unasked, so that what came in between does not stop the rest.
    public struct Left: Hashable, Sendable {
        public var missing, disables, enables: Int

        public init(missing: Int = 0, disables: Int = 0, enables: Int = 0) {
            (self.missing, self.disables, self.enables) = (missing, disables, enables)
        }
    }

    public init(missing: Int? = nil, disables: Int? = nil, enables: Int? = nil) {
        self.missing = missing
        self.disables = disables
        self.enables = enables
    }

    /// How many people may be missing, where a run may believe so many unasked; and so on.
    func allowedMissing(_ limit: Int) -> Int { max(limit + left.missing, missing ?? 0) }
    func allowedDisables(_ limit: Int) -> Int { max(limit + left.disables, disables ?? 0) }
    func allowedEnables(_ limit: Int) -> Int { max(limit + left.enables, enables ?? 0) }
}

/// A run that stopped before it touched any mailbox, with numbers and the way out.
public enum SafetyStop: Error, Hashable, Sendable, CustomStringConvertible {
    /// A complete read showed no person at all.
    case emptyDirectory(known: Int)
    case tooManyMissing(missing: Int, known: Int, allowed: Int)
    case tooManyDisables(planned: Int, enabled: Int, allowed: Int)
    case tooManyEnables(planned: Int, allowed: Int)

    /// Whether it is about what the directory shows, and not about what a plan would do.
    public var isOfReading: Bool {
        switch self {
        case .emptyDirectory, .tooManyMissing: true
        case .tooManyDisables, .tooManyEnables: false
        }
    }

    public var description: String {
        switch self {
        case .emptyDirectory(let known):
            "the directory shows no person at all, and \(known) are known; no mailbox was touched"
        case .tooManyMissing(let missing, let known, let allowed):
            "\(missing) of the \(known) people known are missing from the directory; \(allowed) may be; no mailbox was touched"
        case .tooManyDisables(let planned, let enabled, let allowed):
            "\(planned) of the \(enabled) enabled mailboxes would be disabled; \(allowed) may be; no mailbox was touched"
        case .tooManyEnables(let planned, let allowed):
            "\(planned) mailboxes would be enabled (each is billed); \(allowed) may be; no mailbox was touched"
        }
    }

    /// What to do.
    public var remedy: String {
        switch self {
        case .emptyDirectory:
            "check the scope and the service account's read rights with: workmail-sync doctor"
        case .tooManyMissing(let missing, _, _):
            "if they really left: workmail-sync sync --accept-missing \(missing); to allow as many always: safety.max_missing"
        case .tooManyDisables(let planned, _, _):
            "look at them: workmail-sync sync --dry-run; if it is right: workmail-sync sync --accept-disables \(planned)"
        case .tooManyEnables(let planned, _):
            "look at them: workmail-sync sync --dry-run; if it is right: workmail-sync sync --accept-enables \(planned)"
        }
    }
}
