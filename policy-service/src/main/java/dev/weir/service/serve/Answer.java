package dev.weir.service.serve;

/** How a request for a decision ended. */
public sealed interface Answer {
    /** Decided, or decided before and told again. */
    record Decided(Reply reply) implements Answer {}

    /** There is a decision of this id for another request. */
    record Conflict(String decision, String callerId) implements Answer {}

    /** The log has no room, or did not take the decision: nothing was decided. */
    record Unavailable(String why) implements Answer {}

    /** Is told the answer, once, on any thread. */
    @FunctionalInterface
    interface Receiver {
        void receive(Answer answer);
    }
}
