package dev.weir.evaluation.diagnosis;

/** How far an estimate may be trusted; a later one is a graver one. */
public enum Belief {
    /** Nothing speaks against it. */
    BELIEVE("believe"),
    /** The interval may be somewhat off, or one estimator is not to be used. */
    WITH_CARE("with care"),
    /** Neither the value nor the interval means what it says. */
    DO_NOT("do not believe");

    private final String text;

    Belief(String text) {
        this.text = text;
    }

    /** In words. */
    public String text() {
        return text;
    }
}
