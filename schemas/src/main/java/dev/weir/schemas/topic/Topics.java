package dev.weir.schemas.topic;

/** Names of one problem's topics: {@code <prefix>.<problem>.<name>}. */
public record Topics(String prefix, String problem) {
    public String requests() {
        return name("requests");
    }

    public String decisions() {
        return name("decisions");
    }

    public String outcomes() {
        return name("outcomes");
    }

    /** Internal to ingestion: decisions, outcomes and source-tagged ticks by our own hash of the unit. */
    public String keyed() {
        return name("keyed");
    }

    public String transitions() {
        return name("transitions");
    }

    public String lateOutcomes() {
        return name("late-outcomes");
    }

    public String policies() {
        return name("policies");
    }

    public String checkpoints() {
        return name("checkpoints");
    }

    public String problems() {
        return name("problems");
    }

    public String rollouts() {
        return name("rollouts");
    }

    public String rolloutCommands() {
        return name("rollout-commands");
    }

    public String audit() {
        return name("audit");
    }

    public String alerts() {
        return name("alerts");
    }

    public String deadLetters() {
        return name("dead-letters");
    }

    /** Application id of the ingestion of this problem. */
    public String ingestionApplication() {
        return name("ingestion");
    }

    /** Application id of the learner of one track. */
    public String learnerApplication(String track) {
        return name("learner." + track);
    }

    /** Application id of the rollout controller. */
    public String rolloutApplication() {
        return name("rollout");
    }

    /** Application id of the watcher for drift. */
    public String driftApplication() {
        return name("drift");
    }

    /** Consumer group of what tells the world of alerts. */
    public String alertsGroup(String target) {
        return name("alerts." + target);
    }

    private String name(String last) {
        return prefix + "." + problem + "." + last;
    }
}
