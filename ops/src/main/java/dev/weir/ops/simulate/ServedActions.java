package dev.weir.ops.simulate;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;

/**
 * What was done of all that stands on {@code decisions}, up to a time.
 *
 * @param decisions logged
 * @param different those whose action is not the one that the caller's rule named, or was not certain to be it
 */
record ServedActions(long decisions, long different) {
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);

    /** Of all partitions. */
    static ServedActions before(ProblemFile file, long time) {
        long[] counted = new long[2];
        LogReader.read(file, file.topics().decisions(), 0, record -> {
            if (record.value() != null && RecordType.of(record.value()) == RecordType.DECISION) {
                Decision d = DECISIONS.decode(record.value());
                if (d.getTime() < time) {
                    counted[0]++;
                    boolean same =
                            d.getAction().equals(d.getBaselineAction()) && (d.getElsewhere() || d.getPropensity() == 1);
                    counted[1] += same ? 0 : 1;
                }
            }
            return true;
        });
        return new ServedActions(counted[0], counted[1]);
    }
}
