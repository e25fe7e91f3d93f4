// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import WorkMailEndpoint

/// What is to go wrong. Shares are 0 to 1.
struct FaultOptions: ParsableArguments {
    @Option(help: "The seed of all chances.") var faultSeed: UInt64 = 1
    @Option(help: ArgumentHelp("How long an answer takes, such as 50-400.", valueName: "milliseconds"))
    var latency = "0"
    @Option(help: ArgumentHelp("ThrottlingException; nothing is done.", valueName: "share")) var throttled = 0.0
    @Option(help: ArgumentHelp("InternalFailure, status 500; nothing is done.", valueName: "share")) var failed = 0.0
    @Option(help: ArgumentHelp("No answer, though it was done.", valueName: "share")) var reset = 0.0
    @Option(help: ArgumentHelp("HTML with status 502, as of a proxy.", valueName: "share")) var html = 0.0
    @Option(help: ArgumentHelp("Half of the JSON.", valueName: "share")) var truncated = 0.0
    @Option(help: ArgumentHelp("Users are shown as before a write for so long.", valueName: "milliseconds"))
    var delay = 0
    @Option(help: ArgumentHelp("Users are shown as before the last write.", valueName: "share")) var stale = 0.0
    @Option(help: "Listings that do not end.") var endless = EndlessListing.off
    @Option(help: ArgumentHelp("An operation without permission; repeatable.", valueName: "operation"))
    var deny: [String] = []
    @Option(help: ArgumentHelp("ExpiredTokenException always, or for the first so many calls.", valueName: "calls"))
    var expiredToken: String?
    @Option(help: ArgumentHelp("How far the clock is off; may be negative.", valueName: "minutes"))
    var clockOffset = 0.0

    func validate() throws { _ = try settings() }

    func settings() throws -> FaultSettings {
        var settings = FaultSettings()
        settings.seed = faultSeed
        settings.latencyMilliseconds = try range(latency)
        settings.throttled = try share(throttled, "throttled")
        settings.failed = try share(failed, "failed")
        settings.reset = try share(reset, "reset")
        settings.html = try share(html, "html")
        settings.truncated = try share(truncated, "truncated")
        guard (0...3_600_000).contains(delay) else { throw ValidationError("--delay must be 0 to 3600000") }
        settings.delayMilliseconds = delay
        settings.stale = try share(stale, "stale")
        settings.endlessListing = endless.setting
        settings.denied = Set(deny)
        switch expiredToken {
        case nil: break
        case "always": settings.expiredToken = .always
        case let text?:
            guard let calls = Int(text), calls > 0 else {
                throw ValidationError("--expired-token is always or a number")
            }
            settings.expiredToken = .calls(calls)
        }
        guard abs(clockOffset) <= 525_600 else { throw ValidationError("--clock-offset is a year at most") }
        settings.clockOffsetSeconds = clockOffset * 60
        return settings
    }

    private func share(_ value: Double, _ name: String) throws -> Double {
        guard (0...1).contains(value) else { throw ValidationError("--\(name) must be 0 to 1") }
        return value
    }

    private func range(_ text: String) throws -> ClosedRange<Int> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let low = parts[0], let high = parts.last ?? nil, 0 <= low, low <= high,
            high <= 600_000
        else { throw ValidationError("--latency must be such as 50-400, at most 600000") }
        return low...high
    }
}

/// Whether listings end.
enum EndlessListing: String, CaseIterable, ExpressibleByArgument {
    case off
    case sameToken = "same-token"
    case never

    var setting: FaultSettings.EndlessListing {
        switch self {
        case .off: .off
        case .sameToken: .sameToken
        case .never: .never
        }
    }
}
