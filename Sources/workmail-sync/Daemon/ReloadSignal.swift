// SPDX-License-Identifier: Apache-2.0
import ServiceLifecycle
import UnixSignals

/// SIGHUP: the configuration is read again.
struct ReloadSignal: Service {
    let bell: Bell

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { bell.ring(.reload) }
    }
}
