package dev.weir.systemtests.ingestion;

/** Problem files of these tests: two actions, one reward metric, the driver's time. */
final class Problems {
    private Problems() {}

    static String yaml(String name, String window, int partitions) {
        return """
                problem: %s
                features:
                  - {name: x, type: numeric, size: 6, missing: 0}
                  - {name: season, type: categorical, values: [low, high]}
                actions: {ids: [a, b]}
                default-action: a
                reward: {formula: "reward", window: %s, aggregate: sum, if-none: 0}
                tracks:
                  linear: {algorithm: {name: linear}, publish: {every-transitions: 200}, seed: 1}
                serve: linear
                time: {source: driver, tick: PT1S}
                topics: {partitions: %d}
                """.formatted(name, window, partitions);
    }
}
