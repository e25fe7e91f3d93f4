// SPDX-License-Identifier: Apache-2.0

/// How long changes take, for a plan's estimate.
struct BackendSpeed {
    let secondsPerChange: Double

    /// One durable transaction and two journal lines a call, measured at 5 to 15 ms.
    static let embedded = BackendSpeed(secondsPerChange: 0.01)

    /// The hosted service: a change and the looks whether it shows, at the rate that is kept to.
    static func hosted(requestsPerSecond: Double) -> BackendSpeed {
        BackendSpeed(secondsPerChange: 4 / requestsPerSecond)
    }

    func seconds(calls: Int) -> Double { Double(calls) * secondsPerChange }

    func estimate(calls: Int) -> String {
        let seconds = seconds(calls: calls)
        return seconds < 1
            ? "a second" : seconds < 120 ? "\(Int(seconds.rounded(.up))) seconds" : "\(Int(seconds / 60)) minutes"
    }
}
