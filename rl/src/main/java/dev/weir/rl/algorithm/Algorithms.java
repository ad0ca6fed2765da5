package dev.weir.rl.algorithm;

import dev.weir.rl.actorcritic.NetworkContent;
import dev.weir.rl.bandit.LinearContent;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.value.DqnContent;
import java.nio.ByteBuffer;

/** Reads published content back into the policy that it describes, whatever algorithm made it. */
public final class Algorithms {
    /** Rises whenever the same log would give other bytes than before. */
    public static final int SEMANTICS = 1;

    private Algorithms() {}

    /**
     * Reads a version's content; checks length before it allocates, shape against the problem, and that every number is
     * finite.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public static Policy read(byte[] content, DecisionProblem problem) {
        int magic = content.length >= Integer.BYTES ? ByteBuffer.wrap(content).getInt() : 0;
        if (magic == LinearContent.MAGIC) {
            return LinearContent.read(content, problem);
        } else if (magic == DqnContent.MAGIC) {
            return DqnContent.read(content, problem);
        } else if (magic == NetworkContent.MAGIC) {
            return NetworkContent.read(content, problem);
        }
        throw new IllegalArgumentException(
                "content of " + content.length + " bytes is of no algorithm that this release knows");
    }
}
