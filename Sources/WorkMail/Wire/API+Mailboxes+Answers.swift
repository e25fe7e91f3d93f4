// SPDX-License-Identifier: Apache-2.0

extension API.GetMailboxDetails.Output {
    package init(_ details: MailboxDetails) {
        self.init(mailboxQuota: details.quotaMegabytes, mailboxSize: details.sizeMegabytes)
    }
}

extension API.ListMailboxPermissions.Output {
    package init(_ permissions: [MailboxPermission], nextToken: String?) {
        self.init(permissions: permissions.map { API.Permission($0) }, nextToken: nextToken)
    }
}

extension API.Permission {
    package init(_ permission: MailboxPermission) {
        self.init(
            granteeID: permission.grantee.value, granteeType: permission.granteeType.rawValue,
            permissionValues: permission.values.sorted().map(\.rawValue))
    }
}
