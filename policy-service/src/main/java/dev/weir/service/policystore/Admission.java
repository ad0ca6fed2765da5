package dev.weir.service.policystore;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.SnapshotSignatures;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The checks that a version passes before it may decide: signature, problem, length, hash, content, and a canary decision. */
final class Admission {
    private static final double TOLERANCE = 1e-9;

    private final ProblemFile file;
    private final Situation canary;
    private final Map<String, PublicKey> keys;

    /** @param keys whose signatures are believed; empty: none is asked for */
    Admission(ProblemFile file, Map<String, PublicKey> keys) {
        this.file = file;
        this.keys = keys;
        this.canary = canary(file.decision());
    }

    /**
     * Makes a version ready to decide.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    Served admit(Content content) {
        if (!keys.isEmpty()) {
            SnapshotSignatures.verify(content.manifest(), keys);
        }
        expect("problem", content.manifest().getProblem(), file.name());
        expect("contentBytes", (long) content.bytes().length, content.manifest().getContentBytes());
        expect("contentSha256", sha256(content.bytes()), content.manifest().getContentSha256());
        Policy policy = Algorithms.read(content.bytes(), file.decision());
        decideOnce(policy);
        return new Served(content.version(), policy, content.manifest());
    }

    private void decideOnce(Policy policy) {
        Decider.Choice choice = Decider.decide(policy, file.decision(), canary, 1);
        double[] pmf = choice.judgement().pmf();
        expect("canary pmf's length", pmf.length, file.decision().allowedCount(canary));
        double sum = 0;
        for (double p : pmf) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("canary pmf must be within [0, 1], had " + p);
            }
            sum += p;
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("canary pmf must sum to 1, summed to " + sum);
        }
        for (double value : choice.judgement().values()) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("canary values must be finite, had " + value);
            }
        }
    }

    private static Situation canary(DecisionProblem problem) {
        List<Candidate> candidates = new ArrayList<>();
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            for (int i = 0; i < Math.min(2, c.max()); i++) {
                candidates.add(new Candidate("canary-" + i, absent(c.features())));
            }
        }
        return new Situation(absent(problem.context()), List.copyOf(candidates), null);
    }

    /** Every feature at its missing value; 0 where there is none. */
    private static Features absent(FeatureSchema schema) {
        double[] numbers = new double[schema.numbers()];
        int at = 0;
        for (FeatureSpec spec : schema.specs()) {
            if (spec instanceof FeatureSpec.Numeric n) {
                Arrays.fill(numbers, at, at + n.size(), Double.isNaN(n.missing()) ? 0 : n.missing());
                at += n.size();
            }
        }
        String[] texts = new String[schema.texts()];
        Arrays.fill(texts, "");
        return new Features(numbers, texts);
    }

    private static void expect(String what, Object is, Object expected) {
        if (!is.equals(expected)) {
            throw new IllegalArgumentException(what + " must be " + expected + ", was " + is);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
