// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// Makes a policy of an entry's values, whatever they are.
///
/// Length and complexity decide a verdict: without them, or with something that is none, the policy is unknown. What only
/// describes it is left at "none" and said.
struct PolicyDecoder {
    let entry: LDAPEntry
    let attributes: PolicyAttributes
    let origin: PolicyOrigin
    private(set) var values: [PolicyValue] = []
    private(set) var warnings: [String] = []

    init(entry: LDAPEntry, attributes: PolicyAttributes, origin: PolicyOrigin) {
        self.entry = entry
        self.attributes = attributes
        self.origin = origin
    }

    mutating func decode(_ algorithm: DirectoryAlgorithm) -> PolicyKnowledge {
        guard let minimumLength = number(attributes.minimumLength, 0...65_535) else {
            return missing(attributes.minimumLength)
        }
        guard let complexity = truth(attributes.complexity) else { return missing(attributes.complexity.attribute) }
        tell("minimum length", Self.count(minimumLength, "character"), attributes.minimumLength)
        tell("complexity", complexity ? "required" : "not required", attributes.complexity.attribute)
        let history = described(attributes.historyLength, number(attributes.historyLength, 0...65_535))
        tell(
            "history", history.map { $0 == 0 ? "none" : Self.count($0, "password") }, attributes.historyLength)
        let minimumAge = interval("minimum age", attributes.minimumAge, absent: "none")
        let maximumAge = interval("maximum age", attributes.maximumAge, absent: "passwords never expire")
        let reversible = truth(attributes.reversible)
        tell(
            "reversible encryption", reversible.map { $0 ? "on" : "off" }, attributes.reversible.attribute)
        let threshold = described(attributes.lockoutThreshold, number(attributes.lockoutThreshold, 0...65_535))
        tell(
            "lockout", threshold.map { $0 == 0 ? "never" : "after \(Self.count($0, "wrong password"))" },
            attributes.lockoutThreshold)
        let duration = interval(
            "lockout lasts", attributes.lockoutDuration, absent: "until an administrator unlocks")
        let window = interval("lockout counts for", attributes.lockoutWindow, absent: "ever")
        return .known(
            DomainPasswordPolicy(
                origin: origin, algorithm: algorithm, minimumLength: minimumLength, requiresComplexity: complexity,
                historyLength: history ?? 0, minimumAge: minimumAge, maximumAge: maximumAge,
                storesReversibly: reversible ?? false, lockoutThreshold: threshold == 0 ? nil : threshold,
                lockoutDuration: duration, lockoutWindow: window))
    }

    // MARK: Values

    private func integer(_ attribute: String) -> Int64? { entry.string(attribute).flatMap { Int64($0) } }

    private func number(_ attribute: String, _ range: ClosedRange<Int64>) -> Int? {
        integer(attribute).flatMap { range.contains($0) ? Int($0) : nil }
    }

    private func truth(_ value: PolicyAttributes.Switch) -> Bool? {
        switch value {
        case .bit(let bit, let attribute):
            // Signed, as the directory sends all its numbers of 32 bits.
            integer(attribute).map { $0 & Int64(bit) != 0 }
        case .boolean(let attribute):
            switch entry.string(attribute) {
            case "TRUE": true
            case "FALSE": false
            default: nil
            }
        }
    }

    private mutating func interval(_ name: String, _ attribute: String, absent: String) -> Duration? {
        guard let ticks = integer(attribute) else {
            _ = described(attribute, nil)
            tell(name, nil, attribute)
            return nil
        }
        let interval = PolicyInterval(ticks: ticks)
        if let oddity = interval.oddity { warnings.append("\(attribute) of \(origin.dn) \(oddity)") }
        tell(name, interval.duration.map(Self.words) ?? absent, attribute)
        return interval.duration
    }

    // MARK: Words

    private mutating func tell(_ name: String, _ text: String?, _ attribute: String) {
        values.append(PolicyValue(name: name, text: text ?? "not told", attribute: attribute, origin: origin))
    }

    private mutating func described(_ attribute: String, _ value: Int?) -> Int? {
        if value == nil { warnings.append("\(attribute) of \(origin.dn) \(defect(attribute))") }
        return value
    }

    private func missing(_ attribute: String) -> PolicyKnowledge {
        .unknown(reason: "\(attribute) of \(origin) \(defect(attribute))")
    }

    private func defect(_ attribute: String) -> String {
        guard entry.first(attribute) != nil else { return "cannot be read: may the account read it?" }
        return entry.string(attribute).map { "is “\($0.prefix(40))”, which it cannot be" } ?? "is not text"
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// Whole days, hours and minutes where they are.
    static func words(_ duration: Duration) -> String {
        let (seconds, fraction) = duration.components
        if fraction != 0 || seconds == 0 {
            // A tick has seven decimals.
            return "\(seconds).\(String(10_000_000 + fraction / 100_000_000_000).dropFirst()) seconds"
        }
        for (size, noun) in [(86_400, "day"), (3_600, "hour"), (60, "minute")] as [(Int64, String)]
        where seconds.isMultiple(of: size) {
            return count(Int(seconds / size), noun)
        }
        return count(Int(seconds), "second")
    }
}
