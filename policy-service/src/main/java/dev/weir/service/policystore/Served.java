package dev.weir.service.policystore;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.policy.Policy;
import dev.weir.schemas.avro.PolicyManifest;

/** A version that passed every check and can decide. Immutable but for the manifest, which nobody changes. */
public record Served(PolicyVersion version, Policy policy, PolicyManifest manifest) {
    /** Its track. */
    public String track() {
        return manifest.getTrack();
    }

    /** SHA-256 of its content, 64 hex digits. */
    public String sha256() {
        return manifest.getContentSha256();
    }

    /** Transitions that it has learned from. */
    public long transitions() {
        return manifest.getTransitions();
    }
}
