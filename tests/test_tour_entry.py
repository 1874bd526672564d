from .tour_case import CHINESE, TourCase


class EntryTourCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        # so that choosing China in the form changes the address's layout
        cls.env.company.country_id = cls.germany

    def run_keyboard(self):
        self.tour("entry_keyboard", self.sales)
        customer = self.customer("Keyboard Tour Ltd")
        self.assertRecordValues(
            customer,
            [
                {
                    "is_company": True,
                    "phone": "+86 138 0013 8000",
                    "email": "info@tour.example",
                    "vat": "91440300708461136T",
                    "country_id": self.china.id,
                    "state_id": self.env.ref("base.state_cn_GD").id,
                    "city": "Shenzhen",
                    "street": "Tour Road 1",
                    "street2": "Room 2",
                    "zip": "518000",
                    "user_id": self.sales.id,
                }
            ],
        )
        self.assertRecordValues(
            customer.child_ids,
            [{"name": "Tab Person", "function": "Buyer", "email": "tab@tour.example"}],
        )
        self.assertEqual(customer.create_uid, self.sales)

    def run_mistakes(self):
        self.env.company.country_id = self.china
        self.tour("entry_mistakes", self.sales)
        self.assertRecordValues(
            self.customer("Mistakes Tour Ltd"),
            [
                {
                    "phone": "+86 138 0013 8000",
                    "email": "info@tour.example",
                    "vat": "91440300708461136T",
                    "street": "Tour Road 1",
                }
            ],
        )
        person = self.customer("Mistakes Tour Ltd").child_ids
        self.assertRecordValues(person, [{"name": "Wrong Person", "email": "right@tour.example"}])
        self.assertRecordValues(
            self.customer("Second Tour Ltd"),
            [{"email": "second@tour.example", "country_id": self.germany.id, "vat": False}],
        )
        self.assertFalse(self.customer("Second Tour Ltd").child_ids)


class TestTourEntry(EntryTourCase):
    def test_entry_by_keyboard_alone(self):
        self.run_keyboard()

    def test_entry_with_mistakes(self):
        self.run_mistakes()


class TestTourEntryChinese(EntryTourCase):
    lang = CHINESE

    def test_entry_by_keyboard_alone_chinese(self):
        self.run_keyboard()

    def test_entry_with_mistakes_chinese(self):
        self.run_mistakes()
