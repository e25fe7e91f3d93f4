// SPDX-License-Identifier: Apache-2.0
import Configuration

/// Who is told of what, and how. Off without `mail_to` and `webhook_url`.
extension ConfigurationKey {
    static let mailTo = ConfigurationKey(
        "notifications", "mail_to", .list(of: .mailAddress), .value(.stringArray([])),
        "Who gets mail; nobody does without it.")
    static let mailFrom = ConfigurationKey(
        "notifications", "mail_from", .text(.mailAddress), .absent,
        "The sender that the mail names; without it, as the mail program has it.")
    static let sendmail = ConfigurationKey(
        "notifications", "sendmail", .text(.path), .value(.string("/usr/sbin/sendmail")),
        "The program that takes the mail, with sendmail's options -t -oi.")
    static let webhookURL = ConfigurationKey(
        "notifications", "webhook_url", .text(.webhookURL), .absent,
        "Where each notice is posted as JSON; nowhere without it. Clear text only to this machine.")
    static let webhookTokenFile = ConfigurationKey(
        "notifications", "webhook_token_file", .text(.path), .absent, isSecret: true,
        "A file with a token for it, mode 0600 or less, sent as Authorization: Bearer. This or webhook_token_credential."
    )
    static let webhookTokenCredential = ConfigurationKey(
        "notifications", "webhook_token_credential", .text(.credentialName), .absent, isSecret: true,
        "The name of a systemd credential (LoadCredential=) with that token. This or webhook_token_file.")
    static let webhookCAFile = ConfigurationKey(
        "notifications", "webhook_ca_file", .text(.path), .absent,
        "A PEM file of the certificate authorities to trust for the webhook, and only these; without it, the system's.")
    static let digestHours = ConfigurationKey(
        "notifications", "digest_hours", .integer(1...168), .value(.int(24)),
        "The least time between two digests of new candidates.")
    static let silentHours = ConfigurationKey(
        "notifications", "silent_hours", .integer(1...168), .value(.int(6)),
        "How long no run has succeeded when that is told.")
    static let expiryDays = ConfigurationKey(
        "notifications", "expiry_days", .integer(2...365), .value(.int(21)),
        "How long before its end a certificate or password is told of; again at 7 days and at 1.")
}
