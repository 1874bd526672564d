from .tour_case import CHINESE, TourCase


class TestTourMapping(TourCase):
    def run_tour(self):
        administrator = self.make_user("administrator")
        self.make_customer("Mapped Tour Ltd", city="Testville")
        self.tour("field_mapping", administrator, "/odoo/customer-field-mappings")
        mapping = self.env["customer.mapping"].search([("name", "=", "Tour Shop")])
        self.assertEqual(mapping.kind, "record")
        self.assertEqual(mapping.line_ids.target, "city")

    def test_mapping(self):
        self.run_tour()


class TestTourMappingChinese(TestTourMapping):
    lang = CHINESE
    allow_inherited_tests_method = True
