// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Dispatch
import Synchronization

/// libldap's first call in this process, made before the first connection.
///
/// It asks for this host's own full name, whatever one wants of it (`ldap_pvt_get_fqdn` in libldap's init.c). Where that
/// name is not in /etc/hosts and no name server answers, this takes as long as the resolver waits: ten seconds or more
/// (resolv.conf(5), `timeout` and `attempts`). No directory server can help that, so none of a connection's limits holds
/// for it.
public enum LibraryStart {
    /// Of the only one there is; apart from it, so that who asks does not start anything.
    private static let outcome = Mutex<(isInitialized: Bool, duration: Duration)?>(nil)

    /// How long it took, in seconds; `nil` before it is over.
    public static var seconds: Double? { outcome.withLock { $0.map { $0.duration / .seconds(1) } } }

    /// Begins when it is first asked for, and is left when it is over.
    private static let finished: DispatchGroup = {
        let finished = DispatchGroup()
        finished.enter()
        let begin: @Sendable () -> Void = {
            let start = ContinuousClock.now
            // Reads neither configuration files nor environment.
            let isInitialized = cldap_initialize_without_configuration() == LDAP_OPT_SUCCESS
            outcome.withLock { $0 = (isInitialized, ContinuousClock.now - start) }
            finished.leave()
        }
        // The resolver cannot be interrupted, so it gets a thread of its own.
        do { try startThread(name: "ldap-start", begin) } catch { begin() }
        return finished
    }()

    /// Blocks until it is over, but looks at `isCancelled` every 20 ms.
    /// - Throws: `CancellationError`; `LibraryFailure` when libldap does not initialize.
    static func wait(isCancelled: () -> Bool) throws {
        while finished.wait(timeout: .now() + .milliseconds(20)) != .success {
            if isCancelled() { throw CancellationError() }
        }
        guard outcome.withLock({ $0?.isInitialized }) == true else {
            throw LibraryFailure(code: .localError, message: "libldap does not initialize")
        }
    }
}
