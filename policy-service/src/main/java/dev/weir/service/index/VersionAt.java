package dev.weir.service.index;

/**
 * Where a published version stands on {@code policies}.
 *
 * @param first    offset of its first chunk
 * @param manifest offset of its manifest, which comes last
 */
public record VersionAt(long first, long manifest) {}
