package dev.weir.rl.replay;

/**
 * Returns over several steps of one unit: R = r₀ + γ₀r₁ + γ₀γ₁r₂ + …, to be bootstrapped with Πγ at the last one's s'
 * (Sutton 1988). It ends at a terminal transition, and early where the chain does: there s' is known all the same. One
 * result at a time, used again. Confined to one thread.
 */
public final class NStep {
    private final TransitionRing ring;
    private final int steps;
    private double reward;
    private double discount;
    private double weight;
    private int last;
    private int length;

    /** Returns over at most so many steps. */
    public NStep(TransitionRing ring, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("n-step must be at least 1, was " + steps);
        }
        this.ring = ring;
        this.steps = steps;
    }

    /** Follows the chain from a slot. */
    public void follow(int slot) {
        reward = ring.reward(slot);
        discount = ring.discount(slot);
        weight = 1;
        last = slot;
        length = 1;
        while (length < steps && discount > 0) {
            int next = ring.successor(last);
            if (next == TransitionRing.NONE) {
                return;
            }
            reward += discount * ring.reward(next);
            weight += discount;
            discount *= ring.discount(next);
            last = next;
            length++;
        }
    }

    /** Discounted sum of rewards. */
    public double reward() {
        return reward;
    }

    /** 1 + γ₀ + γ₀γ₁ + …: what the sum would be if every reward were 1. */
    public double weight() {
        return weight;
    }

    /** Discount of the value of s' of {@link #last}; 0 where that is terminal. */
    public double discount() {
        return discount;
    }

    /** Slot whose s' is to be bootstrapped from. */
    public int last() {
        return last;
    }

    /** Rewards in the sum. */
    public int length() {
        return length;
    }
}
