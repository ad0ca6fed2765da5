package dev.weir.ingestion.join;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.ProblemFile.LearnAt;
import dev.weir.schemas.problem.RewardFormula;
import org.jspecify.annotations.Nullable;

/**
 * How a problem wants its outcomes joined. Times are milliseconds.
 *
 * @param ifNone     reward of a decision without outcomes; NaN: such a decision gives no transition
 * @param aheadOfTick how far an event may be ahead of its source's last tick
 * @param actions    how many actions are declared; 0: candidates come with the decisions
 * @param partitions of decisions and of outcomes, each
 * @param episodes   null: every decision stands alone
 */
record JoinRules(
        String decisionsTopic,
        String outcomesTopic,
        RewardFormula formula,
        Aggregate aggregate,
        double ifNone,
        boolean atArrival,
        long window,
        long horizon,
        long skew,
        long aheadOfTick,
        int actions,
        int partitions,
        @Nullable EpisodeRules episodes) {
    static JoinRules of(ProblemFile file) {
        long skew = file.time().skew().toMillis();
        return new JoinRules(
                file.topics().decisions(),
                file.topics().outcomes(),
                file.reward().formula(),
                file.reward().aggregate(),
                file.reward().ifNone(),
                file.reward().learnAt() == LearnAt.ARRIVAL,
                file.reward().window().toMillis(),
                file.join().horizon().toMillis(),
                skew,
                file.time().tick().toMillis() + skew,
                actions(file.decision().actions()),
                file.topicSettings().partitions(),
                EpisodeRules.of(file));
    }

    private static int actions(ActionSpace space) {
        if (space instanceof ActionSpace.Ids ids) {
            return ids.ids().size();
        }
        return space instanceof ActionSpace.Quantities quantities ? quantities.count() : 0;
    }
}
