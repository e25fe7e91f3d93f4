// SPDX-License-Identifier: Apache-2.0

/// What the keys of the notifications must not say together.
extension ConfigurationRules {
    mutating func checkNotifications() {
        refuseRepetition(in: .mailTo)
        guard isReadable(.mailTo, .webhookURL) else { return }
        let hasMail = !values.texts(.mailTo).isEmpty
        let hasWebhook = values.line(.webhookURL) != nil
        if !hasMail {
            for key in [ConfigurationKey.mailFrom, .sendmail] where values.line(key) != nil {
                warn(key, "says nothing without notifications.mail_to")
            }
        }
        if !hasWebhook {
            for key in [ConfigurationKey.webhookTokenFile, .webhookTokenCredential, .webhookCAFile]
            where values.line(key) != nil { warn(key, "says nothing without notifications.webhook_url") }
        }
        if !hasMail, !hasWebhook {
            for key in [ConfigurationKey.digestHours, .silentHours, .expiryDays] where values.line(key) != nil {
                warn(key, "says nothing without notifications.mail_to or webhook_url")
            }
        }
        if let first = values.line(.webhookTokenFile), let second = values.line(.webhookTokenCredential) {
            refuse(
                first > second ? .webhookTokenFile : .webhookTokenCredential,
                "only one of webhook_token_file and webhook_token_credential may be there")
        }
        if values.line(.webhookCAFile) != nil, values.text(.webhookURL)?.lowercased().hasPrefix("http:") == true {
            refuse(.webhookCAFile, "contradicts webhook_url: without TLS there is nothing to verify")
        }
        checkSilence()
    }

    /// In the middle of changes the service waits for up to twice its interval.
    private mutating func checkSilence() {
        guard isReadable(.silentHours, .serviceInterval), let hours = values.number(.silentHours),
            let interval = values.number(.serviceInterval), hours * 3600 < interval * 2
        else { return }
        refuse(
            values.line(.silentHours) == nil ? .serviceInterval : .silentHours,
            "notifications.silent_hours is \(hours), and with service.interval_seconds at \(interval) up to "
                + "\(interval * 2 / 3600) hours without a run are nothing unusual; let it be more")
    }
}
