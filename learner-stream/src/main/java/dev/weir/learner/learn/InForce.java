package dev.weir.learner.learn;

import dev.weir.learner.publish.Publication;
import dev.weir.learner.publish.Sha256;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Provenance;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Track;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.Values;

/** The problem file in force for a track, and what learns by it. */
record InForce(ProblemFile file, Track track, Learner learner, StateHash hash, SituationShape shape) {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<Provenance> PROVENANCES = Codec.of(Provenance.class);

    InForce(ProblemFile file, Track track, Learner learner, StateHash hash) {
        this(file, track, learner, hash, new SituationShape(file.decision()));
    }

    InForce(ProblemFile file, Track track, Learner learner) {
        this(file, track, learner, new StateHash());
    }

    String stateSha256() {
        return hash.of(learner.state());
    }

    /**
     * Learns from a transition.
     *
     * @throws IllegalArgumentException naming what does not fit; nothing was learned then
     */
    void learn(Transition transition) {
        Experience experience = track.imitates()
                ? Imitation.of(transition, file.decision(), track.seed())
                : Values.experience(transition, file.decision());
        shape.check(experience);
        learner.observe(experience);
    }

    /** The same; false: it cannot be learned from, which was reported when it came first. */
    boolean learnIfItCan(byte[] transition) {
        try {
            learn(TRANSITIONS.decode(transition));
            return true;
        } catch (UndecodableException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The version that stands after the record at an offset. */
    Publication version(TrackProgress progress, long offset) {
        byte[] content = learner.content();
        Provenance provenance = Provenance.newBuilder()
                .setParent(progress.parent.isEmpty() ? null : progress.parent)
                .setPartition(0)
                .setFirstOffset(progress.firstOffset)
                .setNextOffset(offset + 1)
                .setProblemHash(file.hash())
                .setLearnerSemantics(Algorithms.SEMANTICS)
                .setKernel(learner.kernel())
                .setMetrics(learner.metrics())
                .build();
        PolicyManifest manifest = PolicyManifest.newBuilder()
                .setProblem(file.name())
                .setTrack(track.name())
                .setEpoch(progress.epoch)
                .setN(progress.nextN)
                .setContentSha256(Sha256.of(content))
                .setStateSha256(stateSha256())
                .setProvenanceSha256(Sha256.of(PROVENANCES.encode(provenance)))
                .setContentBytes(content.length)
                .setChunks(Publication.chunks(content.length))
                .setTransitions(learner.transitions())
                .setAlgorithm(track.learner().algorithm())
                .setFeatureSchema(file.decision().context().fingerprint())
                .setTime(progress.logTime)
                .setProvenance(provenance)
                .build();
        return new Publication(manifest, content);
    }
}
