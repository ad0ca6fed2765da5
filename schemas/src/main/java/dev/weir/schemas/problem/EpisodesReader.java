package dev.weir.schemas.problem;

import dev.weir.schemas.problem.ProblemFile.Episodes;
import dev.weir.schemas.problem.ProblemFile.LearnAt;
import dev.weir.schemas.problem.ProblemFile.Reward;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads how the decisions of one unit follow each other, and what the future is worth. */
final class EpisodesReader {
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private EpisodesReader() {}

    /** Null where the file has no episodes. */
    static @Nullable Episodes read(Section root, Reward reward) {
        if (!root.has("episodes")) {
            return null;
        }
        if (reward.learnAt() == LearnAt.ARRIVAL) {
            root.reading.find(
                    "reward.learn-at",
                    "'arrival'",
                    "window-close with episodes: a transition leaves when the unit's next step is known, not before");
        }
        try (Section s = root.section("episodes")) {
            Duration timeout = s.duration("timeout", RewardReader.MIN_WINDOW, MAX_TIMEOUT, null);
            if (s.has("timeout") && timeout.compareTo(reward.window()) < 0) {
                s.wrong("timeout", s.node("timeout"), "at least reward.window, which is " + reward.window());
            }
            return new Episodes(timeout);
        }
    }

    static double discount(Section root) {
        boolean episodes = root.has("episodes");
        double discount = root.number("discount", 0, 1, episodes ? null : Double.valueOf(0));
        if (!episodes && discount != 0) {
            root.wrong("discount", root.node("discount"), "0: without episodes no decision has a successor");
        } else if (episodes && discount == 0 && root.has("discount")) {
            root.wrong("discount", root.node("discount"), "a number in (0, 1], for there are episodes");
        }
        return discount;
    }
}
