package dev.weir.ops.drift;

import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Provenance;
import java.util.Map;

/** Manifests of made-up versions. */
final class Manifests {
    private Manifests() {}

    static PolicyManifest of(int epoch, long n, long nextOffset, Map<String, Double> metrics) {
        return PolicyManifest.newBuilder()
                .setProblem("shop")
                .setTrack("linear")
                .setEpoch(epoch)
                .setN(n)
                .setContentSha256("c")
                .setStateSha256("s")
                .setProvenanceSha256("p")
                .setContentBytes(1)
                .setChunks(1)
                .setTransitions(nextOffset)
                .setAlgorithm("linear")
                .setFeatureSchema(0)
                .setTime(1_700_000_000_000L)
                .setProvenance(Provenance.newBuilder()
                        .setPartition(0)
                        .setFirstOffset(0)
                        .setNextOffset(nextOffset)
                        .setProblemHash("h")
                        .setLearnerSemantics(1)
                        .setKernel("none")
                        .setMetrics(metrics)
                        .build())
                .build();
    }
}
