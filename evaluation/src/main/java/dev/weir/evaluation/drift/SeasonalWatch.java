package dev.weir.evaluation.drift;

/** A {@link Watch} on rewards whose mean goes with the time of day: it sees what a {@link RunningModel} of the season leaves over. */
public final class SeasonalWatch {
    private final Season season;
    private final RunningModel model;
    private final Watch watch;
    private final double length;
    private long first = Long.MIN_VALUE;
    private final double[] inputs = new double[1 + Season.INPUTS];

    /** Nothing seen. */
    public SeasonalWatch(double length, WatchSettings settings) {
        this.length = length;
        season = new Season(length);
        model = new RunningModel(inputs.length, settings.memory());
        watch = new Watch(settings);
        inputs[0] = 1;
    }

    /** Takes a reward in; true: the mean, less its season, has shifted. Before a whole season has passed nobody knows what is season. */
    public boolean observe(long time, double reward) {
        season.put(time, inputs, 1);
        first = first == Long.MIN_VALUE ? time : first;
        if (time - first < length) {
            model.learn(inputs, reward);
            return false;
        }
        boolean alarm = watch.observe(reward - model.predict(inputs), reward, time) == Watch.Event.SHIFTED;
        if (!watch.shifted()) {
            model.learn(inputs, reward);
        }
        return alarm;
    }
}
