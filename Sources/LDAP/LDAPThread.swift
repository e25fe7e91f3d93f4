// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Dispatch
import Glibc
import Synchronization

/// One thread that runs one connection's work, job after job: the executor of `LDAPConnection`.
///
/// libldap blocks, and a blocked thread of Swift's own pool is one of only as many as there are processors. This one
/// may block.
final class LDAPThread: SerialExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let wakeUp = DispatchSemaphore(value: 0)

    /// Starts the thread; `name` is what `top -H` shows of it (15 bytes). Fails when the system allows no more threads.
    init(name: String) throws(ThreadFailure) {
        // The thread keeps its executor alive until `stop()`.
        try startThread(name: name) { self.run() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        wakeUp.signal()
    }

    /// Ends the thread once the jobs that are waiting have run.
    func stop() {
        queue.withLock { $0.isStopped = true }
        wakeUp.signal()
    }

    private func run() {
        while true {
            wakeUp.wait()
            let (job, isDone) = queue.withLock { queue in
                (queue.jobs.isEmpty ? nil : queue.jobs.removeFirst(), queue.isStopped && queue.jobs.isEmpty)
            }
            if let job { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
            if isDone { return }
        }
    }
}

/// The system's refusal to start a thread: an `errno`.
struct ThreadFailure: Error {
    let errno: Int32
}

/// Runs `body` on a new detached thread, with every signal blocked: libldap writes to sockets without MSG_NOSIGNAL,
/// and a SIGPIPE from a peer that has gone would end the process.
func startThread(name: String, _ body: @escaping @Sendable () -> Void) throws(ThreadFailure) {
    final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
    var thread = pthread_t()
    let result = unsafe pthread_create(
        &thread, nil,
        { argument in
            var signals = sigset_t()
            unsafe sigfillset(&signals)
            unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
            if let argument = unsafe argument {
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe cldap_name_thread(start.name)
                start.body()
            }
            return nil
        }, start.toOpaque())
    guard result == 0 else {
        unsafe start.release()
        throw ThreadFailure(errno: result)
    }
    pthread_detach(thread)
}
