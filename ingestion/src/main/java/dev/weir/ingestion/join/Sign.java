package dev.weir.ingestion.join;

import org.jspecify.annotations.Nullable;

/**
 * What an outcome told of how its decision's unit goes on.
 *
 * @param observation features as Avro writes them, or nothing
 */
record Sign(long time, String outcomeId, Kind kind, byte[] observation) implements Comparable<Sign> {
    /** What it told. */
    enum Kind {
        /** Only what was observed. */
        OBSERVED,
        /** Nothing follows. */
        ENDED,
        /** The episode was cut off here. */
        CUT_OFF
    }

    private static final byte[] NOTHING = {};

    /** Null: it told nothing. */
    static @Nullable Sign of(OutcomeBytes outcome) {
        if (!outcome.episodeEnd() && !outcome.observed()) {
            return null;
        }
        Kind kind = !outcome.episodeEnd() ? Kind.OBSERVED : outcome.truncated() ? Kind.CUT_OFF : Kind.ENDED;
        return new Sign(
                outcome.time(), outcome.outcomeId(), kind, outcome.observed() ? outcome.observation() : NOTHING);
    }

    /** What is wrong with what an outcome tells, or null. */
    static @Nullable String problem(OutcomeBytes outcome, EpisodeRules rules) {
        if (outcome.truncated() && !outcome.episodeEnd()) {
            return "truncated: was true, expected false or episodeEnd beside it";
        }
        if (!outcome.observed()) {
            return null;
        }
        if (!rules.observed()) {
            return "lastObservation: was given, expected none: this problem's actions come with each request";
        }
        Cursor c = new Cursor(outcome.observation(), 0);
        int numbers = 0;
        boolean finite = true;
        for (int n = c.block(); n > 0; n = c.block()) {
            numbers += n;
            for (int i = 0; i < n; i++) {
                finite &= Double.isFinite(c.number());
            }
        }
        int texts = c.skipTexts();
        boolean fits = finite && numbers == rules.numbers() && texts == rules.texts();
        return fits
                ? null
                : "lastObservation: was " + numbers + " numbers" + (finite ? "" : ", not all finite") + " and " + texts
                        + " texts, expected " + rules.numbers() + " finite numbers and " + rules.texts() + " texts";
    }

    boolean ends() {
        return kind != Kind.OBSERVED;
    }

    @Override
    public int compareTo(Sign other) {
        int order = Long.compare(time, other.time);
        return order == 0 ? outcomeId.compareTo(other.outcomeId) : order;
    }

    void write(Sink to) {
        to.varLong(time).text(outcomeId).varLong(kind.ordinal()).binary(observation);
    }

    static Sign read(Cursor c) {
        return new Sign(c.varLong(), c.text(), Kind.values()[c.varInt()], c.binary());
    }
}
