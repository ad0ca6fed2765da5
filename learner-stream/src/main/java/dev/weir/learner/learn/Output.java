package dev.weir.learner.learn;

import dev.weir.learner.publish.Publication;

/** What comes out of a track's learner. */
public interface Output {
    /** A version was made. */
    void published(Publication publication);

    /** A record teaches nothing: reason in kebab-case, and what exactly. */
    void refused(String reason, String detail);

    /** It is time to put the full state on {@code checkpoints}. */
    void checkpointDue();
}
