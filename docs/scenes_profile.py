"""How the pictures of the profile are reached."""

PROFILE = ".o_customer_profile .o_customer_event"


class ProfileScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def profile(self):
        self._open_profile()

    def profile_phone(self):
        self._open_profile()

    def profile_timeline_phone(self):
        self._open_profile()
        self.page.click(".o_customer_kinds [data-kind=order]")
        self.page.wait_for(".o_customer_kinds [data-kind=order].active")
        self.page.evaluate("document.querySelector('.o_customer_timeline').scrollIntoView()")

    def _open_profile(self):
        """Of a customer that has everything, with what happened to it lately."""
        customer = self.customer()
        for body in self.typed["notes"]:
            message = self.rpc(
                "res.partner",
                "message_post",
                [customer],
                body=body,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
            [message] = message if isinstance(message, list) else [message]
            self.undo.append(lambda one=message: self.rpc("mail.message", "unlink", [one]))
        self.go(f"customer-master/{customer}/customer-profile", PROFILE)
