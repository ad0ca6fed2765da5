package dev.weir.evaluation.rollout;

import java.util.List;

/** Shares of units that a challenger gets, stage by stage; they never fall, so no unit is moved out. */
public record Ramp(List<Stage> stages) {
    /** 1 % for a thousand units, 5 % for two thousand, then half. */
    public static final Ramp DEFAULT =
            new Ramp(List.of(new Stage(0.01, 1_000), new Stage(0.05, 2_000), new Stage(0.5, Long.MAX_VALUE)));

    /**
     * One stage.
     *
     * @param share of units that get the challenger, above 0 and at most 0.5: beyond that what is served now is the one that
     *              is measured worse
     * @param units that come in this stage
     */
    public record Stage(double share, long units) {
        public Stage {
            if (!(share > 0 && share <= 0.5)) {
                throw new IllegalArgumentException("share must be above 0 and at most 0.5, was " + share);
            }
            if (units < 1) {
                throw new IllegalArgumentException("units must be at least 1, were " + units);
            }
        }
    }

    public Ramp {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("stages must be at least one, were none");
        }
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).share() < stages.get(i - 1).share()) {
                throw new IllegalArgumentException("stages[" + i + "].share must not be below "
                        + stages.get(i - 1).share() + ", was "
                        + stages.get(i).share());
            }
        }
    }

    /** The share after so many units. */
    public double share(long units) {
        long left = units;
        for (Stage stage : stages) {
            if (left < stage.units()) {
                return stage.share();
            }
            left -= stage.units();
        }
        return stages.get(stages.size() - 1).share();
    }
}
