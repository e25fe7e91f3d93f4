// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation

/// Posts a notice as JSON. Taken is what the server answers with 2xx.
///
///     {"at":"2026-03-02T10:00:00Z","details":["ana.silva (Ana Silva), ana@example.com"],"kind":"candidates",
///      "organization":"local","summary":"1 new candidate to decide about"}
///
/// The keys stay; others may come. `kind` is one of `Notice.Kind`. A token goes in `Authorization: Bearer`.
struct WebhookDelivery: NotificationWay {
    let settings: NotificationSettings.Webhook
    /// For one attempt.
    var seconds = 10.0
    var attempts = 3
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    init(_ settings: NotificationSettings.Webhook) { self.settings = settings }

    var name: String { "webhook" }
    /// Only the host: whoever knows the rest may post there.
    var destination: String { (try? WebhookURL(settings.url))?.url.host() ?? "webhook" }

    struct Document: Encodable {
        var kind: Notice.Kind
        var organization: String
        var summary: String
        var details: [String]
        var at: Date

        init(_ letter: Letter) {
            kind = letter.notice.kind
            organization = letter.organization
            summary = letter.notice.summary
            details = letter.notice.details
            at = letter.at
        }
    }

    func deliver(_ letter: Letter) async throws {
        let post = try self.post(letter)
        var backoff = Backoff(first: .seconds(1), longest: .seconds(10))
        var generator = SystemRandomNumberGenerator()
        var attempt = 1
        while case .again(let failure, let after) = try await attempted(post) {
            guard attempt < attempts else { throw failure }
            attempt += 1
            let wait = backoff.next(using: &generator)
            try await pause(after ?? wait)
        }
    }

    private enum Attempt {
        case taken
        case again(DeliveryFailure, after: Duration? = nil)
    }

    /// - Throws: where another attempt would not help.
    private func attempted(_ post: PlainPost) async throws -> Attempt {
        let answer: PlainPost.Answer
        do { answer = try await post.send(timeoutSeconds: seconds) } catch let failure as PlainPost.Failure {
            return .again(DeliveryFailure("\(destination): \(failure)"))
        }
        if (200..<300).contains(answer.status) { return .taken }
        let said = answer.beginning.isEmpty ? "" : ": \(answer.beginning)"
        let failure = DeliveryFailure("\(destination) answered with status \(answer.status)\(said)")
        // Whoever refuses will refuse again; a redirect may lead anywhere and is not followed.
        guard answer.status == 429 || answer.status >= 500 else { throw failure }
        return .again(failure, after: answer.retryAfterSeconds.flatMap { $0 > 0 ? .seconds(min($0, 10)) : nil })
    }

    private func post(_ letter: Letter) throws -> PlainPost {
        do {
            var headers = [HTTPField("Content-Type", "application/json"), HTTPField("User-Agent", "workmail-sync")]
            if let token = try settings.token?.read() {
                let text = String(decoding: token, as: UTF8.self)
                guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                    throw DeliveryFailure("the token for the webhook has characters that no header takes")
                }
                headers.append(HTTPField("Authorization", "Bearer \(text)"))
            }
            let environment = ProcessInfo.processInfo.environment
            return try PlainPost(
                WebhookURL(settings.url).url, headers: headers, body: Data(JSONDocument.line(Document(letter)).utf8),
                network: NetworkSettings(
                    caFile: settings.caFile, httpsProxy: environment["HTTPS_PROXY"] ?? environment["https_proxy"],
                    noProxy: environment["NO_PROXY"] ?? environment["no_proxy"]))
        } catch let failure as DeliveryFailure { throw failure } catch {
            throw DeliveryFailure("\(FailureReport.failure(error))")
        }
    }
}
