// SPDX-License-Identifier: Apache-2.0
import LDAP

/// One way through the domain controllers, until one of them does what is wanted or nobody is left.
struct ControllerRound {
    private let configuration: DirectoryConfiguration
    private let isContinuing: Bool
    /// By preference.
    private var named: [ControllerCandidate]
    /// In the order in which they are tried.
    private var left: ArraySlice<ControllerCandidate> = []
    /// Who was tried, and why they could not be used.
    private(set) var attempts: [ControllerFailure.Attempt] = []
    /// After how long one that breaks off was well, so that the round begins anew. The second time it has to be long: one that
    /// breaks off each time after minutes would be asked for ever, and nobody told.
    private(set) var wellAfter = ControllerHealth.wellAfter

    /// - Parameter continuing: whether this belongs to a run that has begun, which stays with its domain controller.
    /// - Throws: `ServiceLookupFailure` when DNS cannot be asked, `ControllerFailure` when it names none.
    init(_ configuration: DirectoryConfiguration, continuing: Bool) async throws {
        var generator = SystemRandomNumberGenerator()
        let named = try await configuration.candidates(using: &generator)
        self.init(configuration, named: named, continuing: continuing)
    }

    init(_ configuration: DirectoryConfiguration, named: [ControllerCandidate], continuing: Bool) {
        self.configuration = configuration
        self.named = named
        isContinuing = continuing
        order()
    }

    private mutating func order() {
        let memory = configuration.memory
        let tried = attempts.map(\.url)
        left =
            memory.snapshot.order(named, continuing: isContinuing, at: memory.now())
            .filter { !tried.contains($0.url) }[...]
    }

    /// Who is tried next.
    var upcoming: ControllerCandidate? { left.first }

    /// Takes whoever is next. Each may cost the whole time to connect, so each is progress.
    mutating func next() -> ControllerCandidate? {
        configuration.progress()
        return left.popFirst()
    }

    /// Has them named and ordered anew, with what is known by now; who was tried is not tried again. When DNS does not answer,
    /// whom it named before will do.
    mutating func orderAgain() async {
        var generator = SystemRandomNumberGenerator()
        if let fresh = try? await configuration.candidates(using: &generator) { named = fresh }
        order()
    }

    /// The same after a long time, in which whoever failed before it may have become well.
    mutating func beginAgain() async {
        wellAfter = .seconds(3_600)
        attempts = []
        await orderAgain()
    }

    /// How to connect to one of them.
    /// - Throws: `DirectoryFailure` for a global catalog.
    func connection(to candidate: ControllerCandidate) throws -> LDAPConfiguration {
        let port = candidate.url.port
        guard port != 3268, port != 3269 else { throw DirectoryFailure.globalCatalog(port: port) }
        var connection = configuration.connection
        connection.url = candidate.url
        return connection
    }

    func choice(of candidate: ControllerCandidate) -> ControllerChoice {
        ControllerChoice(
            url: candidate.url, namedBy: candidate.namedBy, isPreferred: candidate.rank == named.first?.rank,
            failed: attempts)
    }

    /// Remembers that one could not be used.
    /// - Throws: the error itself when another one would not do better.
    mutating func failed(_ candidate: ControllerCandidate, _ error: any Error) throws {
        guard ControllerFailure.isOfController(error) else { throw error }
        let memory = configuration.memory
        memory.change {
            $0.failed(
                candidate.url, because: DirectoryTrouble(error)?.cause ?? "\(error)", at: memory.now(),
                jitter: .random(in: ControllerHealth.jitters))
        }
        attempts.append(ControllerFailure.Attempt(url: candidate.url, error: error))
    }

    /// What to say when nobody is left.
    var failure: any Error {
        attempts.count == 1 ? attempts[0].error : ControllerFailure.noneUsable(attempts)
    }
}
