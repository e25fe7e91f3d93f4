// SPDX-License-Identifier: Apache-2.0

@main
struct WorkmailLocal {
    static func main() {}
}
