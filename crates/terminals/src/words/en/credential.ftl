# The licence as a credential: into a wallet, and checked by whoever it is shown to.
wallet-add = Add to wallet
wallet-add-lead = Keep your licence in a wallet app and show only the part that somebody needs to see.
wallet-what = What you get
wallet-what-parts = Every permit can be shown alone: the fire check to the insurer, without the rest.
wallet-what-status = Whoever checks it sees within minutes when a permit is suspended or withdrawn.
wallet-what-nobody = Nobody learns where and when you show it, not even we.
wallet-go = Make a code for my wallet
wallet-again = Make another code
wallet-back = Back to the licence
wallet-scan = Scan this with your wallet app
wallet-code-label = QR code that opens a wallet app
wallet-digits = Then type these six digits into the app:
wallet-until = Good once, until { $time }. After three wrong tries make another code.
wallet-open-here = My wallet app is on this device
wallet-keep-to-yourself = Whoever has both the code and the digits can take the licence into their own wallet. Show this screen to nobody.
wallet-file = Take it as a file instead
wallet-file-text = The file is bound to no device: whoever has it can show it, as with the paper. Anybody can check it without a network.
wallet-file-get = Download the credential
verify-file = Open a credential file
verify-file-hint = The text or the file stays on this device.
verify-credential-withheld = { $n ->
    [one] One more permit is in the licence and is not shown.
   *[other] { $n } more permits are in the licence and are not shown.
}
verify-credential-withheld-n = { $count } more permits in the licence are not shown.
verify-credential-anybody = This credential is bound to no device, as paper is not.
verify-credential-not-proven = This credential belongs to a wallet. That it is shown by its holder was not proved here.
verify-credential-proven = It was shown from the wallet it belongs to, for { $for }.
verify-credential-status-not-checked = Status: not checked. Whether something was suspended or withdrawn can only be seen online.
verify-credential-status-checked = Status: checked now with the city's list, which does not tell the city which licence was meant.
verify-credential-as-of = Checked on this device. Signed by the city; issued on { $day }.
verify-credential-proof = The proof of the wallet it belongs to does not fit.
verify-credential-time = It is not valid yet, or not any more.
verify-device = Check on this device
verify-device-text = To check a credential or a scanned code without sending it to us:
