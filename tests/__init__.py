from . import test_js, test_tour_entry
