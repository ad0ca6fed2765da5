package dev.weir.systemtests.evaluation;

/** Running mean reward of each segment and action, drawn to .3: a reward model that knows earlier rows only. */
final class ForwardMeans {
    private static final double PRIOR_ROWS = 5;
    private static final double PRIOR_MEAN = 0.3;

    private final boolean segments;
    private final double[] count = new double[CoverageWorld.ACTIONS * CoverageWorld.ACTIONS];
    private final double[] sum = new double[CoverageWorld.ACTIONS * CoverageWorld.ACTIONS];

    ForwardMeans(CoverageWorld world) {
        this.segments = world != CoverageWorld.THOMPSON;
    }

    private int place(int segment, int action) {
        return (segments ? segment : 0) * CoverageWorld.ACTIONS + action;
    }

    double value(int segment, int action) {
        int at = place(segment, action);
        return (sum[at] + PRIOR_ROWS * PRIOR_MEAN) / (count[at] + PRIOR_ROWS);
    }

    void add(int segment, int action, double reward) {
        count[place(segment, action)]++;
        sum[place(segment, action)] += reward;
    }
}
