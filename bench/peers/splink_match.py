"""Duplicates of a CSV of normalised customers by splink on duckdb, as a peer to be measured.

Called with the CSV (columns of ``COLUMNS``); prints one JSON object with ``seconds`` from the
rows to scored pairs and clusters, ``peak_mb``, and the quality of the pairs at the threshold that
is best for splink, knowing the truth. The model is a sensible one for such lists: term frequencies
for names, and one judgement for the address, which is the best variant on lists with branches.
"""

import json
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = "unique_id cluster name phone email street city zip tax_id".split()


def settings() -> SettingsCreator:
    """Comparisons and blocking of the model."""
    address = cl.CustomComparison(
        output_column_name="address",
        comparison_levels=[
            {
                "sql_condition": "(street_l IS NULL OR street_r IS NULL)",
                "label_for_charts": "none",
                "is_null_level": True,
            },
            {
                "sql_condition": "street_l = street_r AND city_l = city_r",
                "label_for_charts": "same",
            },
            {
                "sql_condition": "jaro_winkler_similarity(street_l, street_r) > 0.92"
                " AND city_l = city_r",
                "label_for_charts": "similar",
            },
            {"sql_condition": "zip_l = zip_r OR city_l = city_r", "label_for_charts": "same town"},
            {"sql_condition": "ELSE", "label_for_charts": "different"},
        ],
    )
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("email"),
            block_on("tax_id"),
            block_on("name"),
            block_on("substr(name, 1, 3)", "zip"),
            block_on("street", "city"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.94, 0.85]).configure(
                term_frequency_adjustments=True
            ),
            cl.LevenshteinAtThresholds("phone", [1]),
            cl.LevenshteinAtThresholds("email", [2]),
            cl.ExactMatch("tax_id"),
            address,
        ],
    )


def main() -> None:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(
        f"CREATE TABLE customers AS SELECT {', '.join(COLUMNS[:2])}, "
        + ", ".join(f"nullif({name}, '') AS {name}" for name in COLUMNS[2:])
        + " FROM read_csv(?, all_varchar = true, header = true)",
        [sys.argv[1]],
    )
    start = time.perf_counter()
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("customers"), settings())
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("tax_id"), block_on("name", "phone")], recall=0.6
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    pairs = linker.inference.predict(threshold_match_weight=-10)
    linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.95
    )
    seconds = time.perf_counter() - start
    rows = connection.execute(
        f"""SELECT p.match_weight, a.cluster = b.cluster
              FROM {pairs.physical_name} p
              JOIN customers a ON a.unique_id = p.unique_id_l
              JOIN customers b ON b.unique_id = p.unique_id_r ORDER BY 1 DESC"""
    ).fetchall()
    true = connection.execute(
        "SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) n FROM customers GROUP BY cluster)"
    ).fetchone()[0]
    hits, best = 0, (0.0, 0.0)
    for number, (weight, same) in enumerate(rows, 1):
        hits += bool(same)
        best = max(best, (2 * hits / (number + true), weight))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "best_f1": best[0], "at": best[1]}))


if __name__ == "__main__":
    main()
