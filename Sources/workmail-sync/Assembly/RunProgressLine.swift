// SPDX-License-Identifier: Apache-2.0
import Sync

extension RunProgress {
    /// The progress as people read it.
    var line: String {
        switch self {
        case .connecting: "connecting to the directory"
        case .reading(let count): "\(count) users read"
        case .planning: "planning"
        case .checking(let done, let all): "\(done) of \(all) checked"
        case .applying(let done, let all): "\(done) of \(all) changes made"
        }
    }
}
