package dev.weir.service.policystore;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyManifest;

/** A version as it was published: manifest and the bytes of its chunks in order, not yet checked. */
public record Content(PolicyManifest manifest, byte[] bytes) {
    /** Its number. */
    public PolicyVersion version() {
        return new PolicyVersion(manifest.getEpoch(), manifest.getN());
    }
}
