package dev.weir.learner.replay;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Lets RocksDB read its files as mapped memory: blocks of a replay are large and drawn at random, and on their way through
 * read calls and the block cache they took twice as long.
 */
public final class MappedReads implements RocksDBConfigSetter {
    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setAllowMmapReads(true);
    }

    @Override
    public void close(String storeName, Options options) {}
}
