package dev.weir.ops.simulate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.schemas.problem.ProblemFile;
import java.util.Map;

/**
 * A world with the problem file that it is decided by.
 *
 * @param problem    what is decided in it
 * @param script     its course
 * @param references what others earn in it
 * @param decisions  to make
 * @param pass       decisions of one pass over the world's data; 0: it has none
 * @param block      transitions between versions
 * @param more       what else a report says of the last version
 */
record Play(
        ProblemFile file,
        DecisionProblem problem,
        Script script,
        References references,
        long decisions,
        int pass,
        int block,
        Judge more) {
    /** The same on these brokers. */
    Play at(String bootstrap) {
        ProblemFile there = file.withKafka(Map.of("bootstrap.servers", bootstrap));
        return new Play(there, problem, script, references, decisions, pass, block, more);
    }

    /** Says more of a version than its play does. */
    @FunctionalInterface
    interface Judge {
        Map<String, Object> of(byte[] content);
    }
}
