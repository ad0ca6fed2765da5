package dev.weir.rl.network;

import java.util.Arrays;
import java.util.List;

/** Several parts as one state, one after another; only the last may grow. Confined to one thread. */
public final class JoinedState implements StatePart {
    private final List<StatePart> parts;

    /** Parts in the order of their pages. */
    public JoinedState(List<StatePart> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public int pages() {
        int pages = 0;
        for (StatePart part : parts) {
            pages += part.pages();
        }
        return pages;
    }

    @Override
    public byte[] page(int index) {
        int i = index;
        for (StatePart part : parts) {
            if (i < part.pages()) {
                return part.page(i);
            }
            i -= part.pages();
        }
        throw new IndexOutOfBoundsException("page " + index + " of " + pages());
    }

    @Override
    public boolean dirty(int index) {
        int i = index;
        for (StatePart part : parts) {
            if (i < part.pages()) {
                return part.dirty(i);
            }
            i -= part.pages();
        }
        throw new IndexOutOfBoundsException("page " + index + " of " + pages());
    }

    @Override
    public void markClean() {
        parts.forEach(StatePart::markClean);
    }

    @Override
    public void validate(byte[][] pages) {
        each(pages, StatePart::validate);
    }

    @Override
    public void restore(byte[][] pages) {
        validate(pages);
        each(pages, StatePart::restore);
    }

    private interface Action {
        void on(StatePart part, byte[][] pages);
    }

    private void each(byte[][] pages, Action action) {
        int from = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int to = last ? Math.max(from, pages.length) : from + parts.get(i).pages();
            if (to > pages.length) {
                throw new IllegalArgumentException("state must have at least " + to + " pages, had " + pages.length);
            }
            action.on(parts.get(i), Arrays.copyOfRange(pages, from, to));
            from = to;
        }
    }
}
