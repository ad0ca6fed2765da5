package dev.weir.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
    @TempDir
    Path folder;

    @Test
    void staysWithItsStateFolder() {
        String id = InstanceId.of(folder.resolve("one"));

        assertThat(InstanceId.of(folder.resolve("one"))).isEqualTo(id);
        assertThat(InstanceId.of(folder.resolve("two"))).isNotEqualTo(id);
    }

    @Test
    void isMadeAgainWhereTheFileWasCut() throws Exception {
        String id = InstanceId.of(folder);
        Files.writeString(folder.resolve("weir-instance-id"), id.substring(0, 10));

        assertThat(InstanceId.of(folder)).hasSize(36).isNotEqualTo(id);
    }
}
