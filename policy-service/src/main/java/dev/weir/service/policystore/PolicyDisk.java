package dev.weir.service.policystore;

import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.wire.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The version of each track that was served last, on local disk: what decides while Kafka is away. */
final class PolicyDisk {
    private static final int MAGIC = 0x57504f4c; // "WPOL"

    private final Path folder;
    private final Codec<PolicyManifest> manifests = Codec.of(PolicyManifest.class);

    PolicyDisk(Path folder) {
        this.folder = folder;
    }

    /** Replaces what is there, all or nothing, also under a loss of power. */
    void save(Content content) throws IOException {
        Files.createDirectories(folder);
        Path file = file(content.manifest().getTrack());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        byte[] manifest = manifests.encode(content.manifest());
        try (OutputStream stream = Files.newOutputStream(next);
                DataOutputStream out = new DataOutputStream(stream)) {
            out.writeInt(MAGIC);
            out.writeInt(manifest.length);
            out.writeInt(content.bytes().length);
            out.write(manifest);
            out.write(content.bytes());
        }
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What was saved, or null if nothing was.
     *
     * @throws IOException if the file cannot be read, or is not what was written
     */
    @Nullable
    Content load(String track) throws IOException {
        Path file = file(track);
        if (!Files.exists(file)) {
            return null;
        }
        long size = Files.size(file);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int magic = in.readInt();
            int manifest = in.readInt();
            int content = in.readInt();
            if (magic != MAGIC || manifest < 0 || content < 0 || 12L + manifest + content != size) {
                throw new IOException(file + " of " + size + " bytes is no saved policy, or not the whole of it");
            }
            return new Content(manifests.decode(in.readNBytes(manifest)), in.readNBytes(content));
        } catch (Codec.UndecodableException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Forgets what was saved. */
    void drop(String track) throws IOException {
        Files.deleteIfExists(file(track));
    }

    private Path file(String track) {
        return folder.resolve(track + ".policy");
    }
}
