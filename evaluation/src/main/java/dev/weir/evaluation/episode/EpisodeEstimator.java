package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;

/** An estimator of a policy's discounted return from the start of an episode. Immutable. */
public interface EpisodeEstimator {
    /** Short name, as in tables. */
    String name();

    /**
     * The estimate, as sums by episode, so that every interval that serves bandits serves episodes.
     *
     * @param values of a Q model; {@link StepValues#none} where there is no model
     */
    GroupSums sums(EpisodeLog log, StepValues values);
}
