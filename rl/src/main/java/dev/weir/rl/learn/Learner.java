package dev.weir.rl.learn;

import dev.weir.rl.policy.Policy;
import java.util.Map;

/**
 * Turns transitions into versions. Deterministic: content and state are a pure function of configuration, seed and the
 * sequence of calls. Confined to one thread.
 */
public interface Learner {
    /**
     * Learns from one transition. Validates before it changes anything.
     *
     * @throws IllegalArgumentException naming field, value and expectation, with the learner unchanged
     */
    void observe(Experience experience);

    /** Transitions observed so far. */
    long transitions();

    /** Canonical binary content of the version that would be published now; its SHA-256 identifies the version. */
    byte[] content();

    /** The policy that {@link #content()} describes. */
    Policy policy();

    /** Facts about training since the beginning, by name (for people; not part of the content). */
    Map<String, Double> metrics();

    /**
     * The arithmetic that it learns with, for a version's provenance: {@code vector} stands for the kernel of this room and
     * its scalar twin, which give the same bits everywhere; {@code nd4j} promises none.
     */
    default String kernel() {
        return "scalar";
    }

    /** The whole state from which learning continues with the same bits. */
    PagedState state();
}
